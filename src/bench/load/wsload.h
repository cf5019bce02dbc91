/* What the parts of wsload share; see main.c. */
#ifndef WSLOAD_H
#define WSLOAD_H
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUF_SIZE (256 * 1024)
#define MIN(a, b) ((a) < (b) ? (a) : (b))

enum state { ST_NEW, ST_CONNECTING, ST_HANDSHAKE, ST_OPEN, ST_DEAD };

struct conn {
    int fd;
    uint32_t id;
    uint8_t state;
    bool out_armed;
    uint64_t issued;            /* messages released for sending */
    uint64_t tx_idx, tx_off;    /* send cursor: message, byte within its frame */
    uint64_t rx_idx;            /* messages received in full */
    uint64_t *issue_ns;         /* closed loop: ring of --pipeline send times */
    /* frame parser */
    uint8_t hdr[10], hdr_len, opcode, ctl_in_len;
    bool fin, in_frame, in_msg, bad;
    uint64_t frame_left, msg_off;
    uint8_t ctl_in[125], ctl_out[131], ctl_len, ctl_off;
    char accept[29];
    char *hs;                   /* handshake response so far */
    size_t hs_len;
};

struct options {
    const char *path;
    int port, connections, pipeline, retry_ms, server_pid;
    size_t size;
    double duration, warmup, settle, rate;
    bool text, raw, spin;
};

struct counts {
    uint64_t msgs, bytes;       /* of the measured time */
    uint64_t connect_err, handshake_err, protocol_err, mismatch, closed;
};

struct usage { double client, server, host, steal; };   /* CPU seconds */

extern struct options o;
extern struct counts st;
extern int ep, opened, dead;
extern bool measuring;
extern uint64_t t_load, now;                            /* ns */

/* main.c */
void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
uint64_t mix(uint64_t x);
void arm(struct conn *c, bool out);
void kill_conn(struct conn *c, uint64_t *counter);
uint64_t due_ns(uint64_t k);

/* handshake.c */
void start_conn(struct conn *c);
void send_handshake(struct conn *c);
size_t recv_handshake(struct conn *c, const uint8_t *p, size_t n);

/* send.c */
void make_payload(void);
const uint8_t *message(const struct conn *c, uint64_t idx);
void mask_copy(uint8_t *dst, const uint8_t *src, size_t n, uint32_t key, size_t phase);
void release(struct conn *c);
void pump(struct conn *c);

/* receive.c */
void readable(struct conn *c);

/* measure.c */
uint64_t clock_ns(void);
void hist_add(uint64_t ns);
double hist_us(double q);                               /* q = 1: the largest */
long server_rss(void);                                  /* KiB */
struct usage usage(void);

#endif
