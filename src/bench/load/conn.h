/* One connection; how many there are, and when its messages are due. */
#ifndef CONN_H
#define CONN_H
#include "base.h"

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

extern int ep, opened, dead;                            /* ep: the epoll instance */
extern uint64_t t_load, now;                            /* ns */

uint64_t due_ns(uint64_t k);
void arm(struct conn *c, bool out);
void kill_conn(struct conn *c, uint64_t *counter);

#endif
