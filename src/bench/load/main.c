/*
 * wsload: a load generator for WebSocket (RFC 6455) echo servers on 127.0.0.1. One thread, epoll.
 *
 * Closed loop (default): every connection keeps --pipeline messages in flight; a reply releases
 * the next message. Open loop (--rate R): message k is due at t0 + k/R on connection k mod N
 * whatever the server does, and its latency counts from that due time, so a stalled server is
 * charged for every message it delayed (no coordinated omission).
 *
 * Connections come from 127.0.0.2 and on, 10,000 from each address. Every run is bounded in time.
 * Ends with 1 when a connection or a reply failed, with 2 when it could not measure.
 */
#include "conn.h"
#include "handshake.h"
#include "measure.h"
#include "options.h"
#include "receive.h"
#include "send.h"
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define OPEN_TIMEOUT_S 60
#define CONCURRENT_HANDSHAKES 64

static struct conn *conns;
static int started;

static void poll_once(int timeout_ms) {
    struct epoll_event ev[512];
    int n = epoll_wait(ep, ev, 512, timeout_ms);
    now = clock_ns();
    for (int i = 0; i < n; i++) {
        struct conn *c = ev[i].data.ptr;
        if (c->state == ST_CONNECTING)
            send_handshake(c);
        else if (ev[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP) && c->state != ST_DEAD)
            readable(c);
        else if (ev[i].events & EPOLLOUT)
            pump(c);
    }
}

static double open_all(void) {                   /* returns handshakes per second */
    uint64_t begin = clock_ns();
    while (opened + dead < o.connections) {
        while (started < o.connections && started - opened - dead < CONCURRENT_HANDSHAKES)
            start_conn(&conns[started++]);
        poll_once(100);
        if (st.connect_err && o.retry_ms > 0 && o.connections == 1) {
            if (clock_ns() - begin > (uint64_t)o.retry_ms * 1000000u)
                die("no server on port %d after %d ms", o.port, o.retry_ms);
            usleep(500);
            st.connect_err = 0;
            started = dead = 0;
        } else if (clock_ns() - begin > OPEN_TIMEOUT_S * 1000000000ull) {
            die("only %d of %d connections opened in %d s", opened, o.connections, OPEN_TIMEOUT_S);
        }
    }
    return opened / ((double)(clock_ns() - begin) / 1e9);
}

static void settle(void) {
    for (uint64_t end = clock_ns() + (uint64_t)(o.settle * 1e9); clock_ns() < end && !dead;)
        poll_once(50);
}

static void run_load(struct usage *a, struct usage *b, double *secs) {
    uint64_t k = 0, begin, end;
    now = t_load = clock_ns();
    begin = t_load + (uint64_t)(o.warmup * 1e9);
    end = begin + (uint64_t)(o.duration * 1e9);
    for (int i = 0; o.rate <= 0 && i < o.connections; i++) {
        for (int d = 0; d < o.pipeline; d++)
            release(&conns[i]);
        pump(&conns[i]);
    }
    while (now < end && dead < o.connections) {
        int timeout = 50;
        for (; o.rate > 0 && due_ns(k) <= now; k++) {
            struct conn *c = &conns[k % (uint64_t)o.connections];
            release(c);
            pump(c);
        }
        if (o.rate > 0)
            timeout = (int)((due_ns(k) - now) / 1000000u);
        poll_once(o.spin ? 0 : timeout);
        if (!measuring && now >= begin) {
            measuring = true;
            begin = now;
            *a = usage();
        }
    }
    *b = usage();
    *secs = (double)(clock_ns() - begin) / 1e9;
    for (int i = 0; o.rate > 0 && i < o.connections; i++)       /* unanswered: late by at least this */
        for (uint64_t j = conns[i].rx_idx; j < conns[i].issued; j++) {
            uint64_t due = due_ns(j * (uint64_t)o.connections + conns[i].id);
            hist_add(now > due ? now - due : 0);
        }
}

static void setup(void) {
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    prctl(PR_SET_TIMERSLACK, 1);
    make_payload();
    conns = calloc((size_t)o.connections, sizeof *conns);
    for (int i = 0; i < o.connections; i++) {
        conns[i].id = (uint32_t)i;
        if (o.rate <= 0)
            conns[i].issue_ns = calloc((size_t)o.pipeline, sizeof(uint64_t));
    }
    ep = epoll_create1(EPOLL_CLOEXEC);
}

int main(int argc, char **argv) {
    struct usage a = { 0 }, b = { 0 };
    double secs = 1;
    read_options(argc, argv);
    setup();
    double handshakes = open_all();
    settle();
    long idle_rss = server_rss();
    if (o.duration > 0)
        run_load(&a, &b, &secs);
    uint64_t errors = st.connect_err + st.handshake_err + st.protocol_err + st.mismatch + st.closed;
    double client = b.client - a.client, server = b.server - a.server;
    printf("{\"connections\":%d,\"seconds\":%.2f,\"handshakes_per_s\":%.0f,\"idle_rss_kib\":%ld,\"rss_kib\":%ld,"
           "\"msgs\":%" PRIu64 ",\"msgs_per_s\":%.0f,\"mb_per_s\":%.2f,"
           "\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f,"
           "\"server_cpu_s\":%.2f,\"server_cpu\":%.1f,\"client_cpu\":%.1f,\"other_cpu\":%.1f,\"steal\":%.1f,"
           "\"errors\":%" PRIu64 ",\"connect_err\":%" PRIu64 ",\"handshake_err\":%" PRIu64 ",\"protocol_err\":%" PRIu64
           ",\"mismatches\":%" PRIu64 ",\"closed\":%" PRIu64 "}\n",
           o.connections, secs, handshakes, idle_rss, server_rss(), st.msgs, (double)st.msgs / secs,
           (double)st.bytes / secs / 1e6, hist_us(.5), hist_us(.99), hist_us(.999), hist_us(1), server,
           server / secs * 100, client / secs * 100, (b.host - a.host - client - server) / secs * 100,
           (b.steal - a.steal) / secs * 100, errors, st.connect_err, st.handshake_err, st.protocol_err,
           st.mismatch, st.closed);
    return errors != 0;
}
