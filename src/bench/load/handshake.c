#include "handshake.h"
#include "measure.h"
#include "options.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>

#define HANDSHAKE_MAX 4096
#define PER_ADDRESS 10000       /* connections, which leaves most of its ports */

static void sha1(const uint8_t *msg, size_t len, uint8_t out[20]) {   /* len <= 119 */
    uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
    uint8_t m[128] = { 0 };
    size_t blocks = (len + 8) / 64 + 1;
    memcpy(m, msg, len);
    m[len] = 0x80;
    for (int i = 0; i < 8; i++)
        m[blocks * 64 - 1 - i] = (uint8_t)((uint64_t)len * 8 >> (8 * i));
    for (size_t b = 0; b < blocks; b++) {
        uint32_t w[80], a = h[0], bb = h[1], c = h[2], d = h[3], e = h[4];
        for (int i = 0; i < 80; i++) {
            const uint8_t *p = m + b * 64 + i * 4;
            uint32_t x = i < 16 ? (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3]
                                : w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16];
            w[i] = i < 16 ? x : (x << 1 | x >> 31);
            uint32_t f = i < 20 ? (bb & c) | (~bb & d) : i < 40 ? bb ^ c ^ d
                       : i < 60 ? (bb & c) | (bb & d) | (c & d) : bb ^ c ^ d;
            uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
            uint32_t t = (a << 5 | a >> 27) + f + e + k + w[i];
            e = d, d = c, c = bb << 30 | bb >> 2, bb = a, a = t;
        }
        h[0] += a, h[1] += bb, h[2] += c, h[3] += d, h[4] += e;
    }
    for (int i = 0; i < 20; i++)
        out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

static void base64(const uint8_t *in, size_t n, char *out) {
    static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)in[i] << 16 | (i + 1 < n ? in[i + 1] << 8 : 0) | (i + 2 < n ? in[i + 2] : 0);
        *out++ = abc[v >> 18];
        *out++ = abc[v >> 12 & 63];
        *out++ = i + 1 < n ? abc[v >> 6 & 63] : '=';
        *out++ = i + 2 < n ? abc[v & 63] : '=';
    }
    *out = 0;
}

static void set_open(struct conn *c) {
    c->state = ST_OPEN;
    opened++;
    free(c->hs);
    c->hs = NULL;
    arm(c, false);
}

void start_conn(struct conn *c) {
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)o.port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;
    if ((c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) < 0)
        die("socket: %s (raise ulimit -n?)", strerror(errno));
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* addresses of this process alone: past ports that others have closed the kernel searches for long */
    uint32_t own = INADDR_LOOPBACK + (((uint32_t)getpid() & 0xffff) << 8);
    struct sockaddr_in l = { .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(own + 1 + (uint32_t)(c->id / PER_ADDRESS)) };
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(c->fd, (struct sockaddr *)&l, sizeof l) < 0)
        die("bind: %s", strerror(errno));
    c->state = ST_CONNECTING;
    c->out_armed = true;
    struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT, .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
    if (connect(c->fd, (struct sockaddr *)&a, sizeof a) < 0 && errno != EINPROGRESS)
        kill_conn(c, &st.connect_err);
}

void send_handshake(struct conn *c) {
    char req[1024], key[25], cat[64];
    uint8_t nonce[16], digest[20];
    int err = 0;
    socklen_t len = sizeof err;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len);
    if (err) {
        kill_conn(c, &st.connect_err);
        return;
    }
    if (o.raw) {
        set_open(c);
        return;
    }
    if (getrandom(nonce, sizeof nonce, 0) != sizeof nonce)
        die("getrandom");
    base64(nonce, sizeof nonce, key);
    snprintf(cat, sizeof cat, "%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
    sha1((uint8_t *)cat, strlen(cat), digest);
    base64(digest, sizeof digest, c->accept);
    int n = snprintf(req, sizeof req, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n",
        o.path, o.port, key);
    if (send(c->fd, req, (size_t)n, MSG_NOSIGNAL) != n) {
        kill_conn(c, &st.handshake_err);
        return;
    }
    c->state = ST_HANDSHAKE;
    c->hs = malloc(HANDSHAKE_MAX + 1);
    arm(c, false);
}

/* Appends to the response; returns the number of bytes of p that belong to it, 0 on failure. */
size_t recv_handshake(struct conn *c, const uint8_t *p, size_t n) {
    size_t before = c->hs_len, k = MIN(n, HANDSHAKE_MAX - before);
    memcpy(c->hs + before, p, k);
    c->hs[c->hs_len += k] = 0;
    char *end = strstr(c->hs, "\r\n\r\n");
    if (!end) {
        if (c->hs_len < HANDSHAKE_MAX)
            return n;
        kill_conn(c, &st.handshake_err);
        return 0;
    }
    size_t used = (size_t)(end + 4 - c->hs) - before;
    end[2] = 0;
    char *h = strcasestr(c->hs, "\r\nsec-websocket-accept:");
    if (strncmp(c->hs, "HTTP/1.1 101", 12) || !h || !strstr(h, c->accept)) {
        if (!st.handshake_err)
            fprintf(stderr, "wsload: handshake refused: %.*s\n", (int)strcspn(c->hs, "\r"), c->hs);
        kill_conn(c, &st.handshake_err);
        return 0;
    }
    set_open(c);
    return used;
}

