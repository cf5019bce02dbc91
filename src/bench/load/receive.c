#include "receive.h"
#include "handshake.h"
#include "measure.h"
#include "options.h"
#include "send.h"
#include <sys/socket.h>

static uint8_t in_buf[BUF_SIZE];

static void message_done(struct conn *c) {
    if (c->rx_idx >= c->issued) {                 /* nothing was asked for */
        st.mismatch++;
        return;
    }
    uint64_t from = o.rate > 0 ? due_ns(c->rx_idx * (uint64_t)o.connections + c->id)
                               : c->issue_ns[c->rx_idx % (uint64_t)o.pipeline];
    if (measuring) {
        st.msgs++;
        st.bytes += c->msg_off;
        hist_add(now > from ? now - from : 0);
        st.mismatch += c->bad;
    }
    c->rx_idx++;
    c->msg_off = 0;
    c->bad = false;
    if (o.rate <= 0)
        release(c);
}

static void message_bytes(struct conn *c, const uint8_t *p, size_t n) {
    if (!c->bad)
        c->bad = c->msg_off + n > o.size || memcmp(p, message(c, c->rx_idx) + c->msg_off, n);
    c->msg_off += n;
}

static void control_frame(struct conn *c) {
    if (c->opcode == 8) {
        kill_conn(c, &st.closed);
    } else if (c->opcode == 9 && c->ctl_off == c->ctl_len) {       /* ping: answer with a pong */
        uint32_t key = (uint32_t)mix(now);
        c->ctl_out[0] = 0x8a;
        c->ctl_out[1] = 0x80 | c->ctl_in_len;
        memcpy(c->ctl_out + 2, &key, 4);
        mask_copy(c->ctl_out + 6, c->ctl_in, c->ctl_in_len, key, 0);
        c->ctl_len = (uint8_t)(6 + c->ctl_in_len);
        c->ctl_off = 0;
    }
}

/* Returns false while the header is incomplete, and on a protocol error. */
static bool frame_header(struct conn *c) {
    const uint8_t *h = c->hdr;
    if (c->hdr_len < 2 || c->hdr_len < ((h[1] & 127) == 126 ? 4 : (h[1] & 127) == 127 ? 10 : 2))
        return false;
    uint64_t len = h[1] & 127;
    if (len >= 126) {
        int bytes = len == 126 ? 2 : 8;
        len = 0;
        for (int i = 0; i < bytes; i++)
            len = len << 8 | h[2 + i];
    }
    c->fin = h[0] & 0x80;
    c->opcode = h[0] & 15;
    c->frame_left = len;
    c->hdr_len = 0;
    c->in_frame = true;
    bool control = c->opcode & 8, first = c->opcode == 1 || c->opcode == 2;
    if (h[1] & 0x80 || h[0] & 0x70
        || (control ? len > 125 || !c->fin || c->opcode > 10 : first == c->in_msg || c->opcode > 2)) {
        kill_conn(c, &st.protocol_err);
        return false;
    }
    if (control) {
        c->ctl_in_len = 0;
    } else {
        if (first)
            c->bad = c->opcode != (o.text ? 1 : 2);
        c->in_msg = !c->fin;
    }
    return true;
}

static void recv_frames(struct conn *c, const uint8_t *p, size_t n) {
    while (c->state == ST_OPEN) {
        if (!c->in_frame) {
            if (!n)
                return;
            c->hdr[c->hdr_len++] = *p++;
            n--;
            if (!frame_header(c))
                continue;
        }
        size_t k = MIN(c->frame_left, n);
        if (c->opcode & 8) {
            memcpy(c->ctl_in + c->ctl_in_len, p, k);
            c->ctl_in_len += (uint8_t)k;
        } else {
            message_bytes(c, p, k);
        }
        p += k;
        n -= k;
        if (c->frame_left -= k)
            return;
        c->in_frame = false;
        if (c->opcode & 8) {
            control_frame(c);
        } else if (c->fin) {
            c->bad |= c->msg_off != o.size;
            message_done(c);
        }
    }
}

static void recv_raw(struct conn *c, const uint8_t *p, size_t n) {
    while (n) {
        size_t k = MIN(o.size - c->msg_off, n);
        message_bytes(c, p, k);
        p += k;
        n -= k;
        if (c->msg_off == o.size)
            message_done(c);
    }
}

void readable(struct conn *c) {
    ssize_t r = recv(c->fd, in_buf, BUF_SIZE, 0);
    if (r < 0 && errno == EAGAIN)
        return;
    if (r <= 0) {
        kill_conn(c, c->state == ST_OPEN ? &st.closed : &st.handshake_err);
        return;
    }
    size_t n = (size_t)r, used = 0;
    now = clock_ns();
    if (c->state == ST_HANDSHAKE && (used = recv_handshake(c, in_buf, n)) == 0)
        return;
    if (c->state == ST_OPEN) {
        if (o.raw)
            recv_raw(c, in_buf, n);
        else
            recv_frames(c, in_buf + used, n - used);
        pump(c);
    }
}

