#include "send.h"
#include "measure.h"
#include "options.h"
#include <sys/socket.h>

#define WINDOW 4096             /* messages start at an offset below this in the random buffer */

static uint8_t *payload, out_buf[BUF_SIZE];
static uint8_t head[14];        /* frame header template, mask at its end */
static size_t head_len, frame_len;

void make_payload(void) {
    payload = malloc(o.size + WINDOW);
    for (size_t i = 0; i < o.size + WINDOW; i++)
        payload[i] = (uint8_t)(o.text ? 32 + mix(i + 1) % 95 : mix(i + 1));
    if (!o.raw) {
        head[head_len++] = o.text ? 0x81 : 0x82;
        int ext = o.size < 126 ? 0 : o.size < 65536 ? 2 : 8;
        head[head_len++] = (uint8_t)(0x80 | (ext == 0 ? o.size : ext == 2 ? 126 : 127));
        for (int i = ext - 1; i >= 0; i--)
            head[head_len++] = (uint8_t)(o.size >> 8 * i);
        head_len += 4;
    }
    frame_len = head_len + o.size;
}

const uint8_t *message(const struct conn *c, uint64_t idx) {
    return payload + ((idx * 64 + c->id * 192u) & (WINDOW - 1));
}

void mask_copy(uint8_t *dst, const uint8_t *src, size_t n, uint32_t key, size_t phase) {
    uint32_t k32 = phase & 3 ? key >> 8 * (phase & 3) | key << (32 - 8 * (phase & 3)) : key;
    uint64_t k64 = (uint64_t)k32 << 32 | k32, v;
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        memcpy(&v, src + i, 8);
        v ^= k64;
        memcpy(dst + i, &v, 8);
    }
    for (; i < n; i++)
        dst[i] = src[i] ^ (uint8_t)(k64 >> 8 * (i & 3));
}

/* Renders what follows the send cursor, up to the buffer's size. */
static size_t render(struct conn *c) {
    uint64_t idx = c->tx_idx, off = c->tx_off;
    size_t n = 0;
    while (idx < c->issued && n < BUF_SIZE) {
        uint32_t key = o.raw ? 0 : (uint32_t)mix(c->id * 0x9e3779b97f4a7c15u + idx + 1);
        if (off < head_len) {
            size_t k = MIN(head_len - off, BUF_SIZE - n);
            memcpy(head + head_len - 4, &key, 4);
            memcpy(out_buf + n, head + off, k);
            n += k;
            off += k;
        }
        size_t p = off - MIN(off, head_len), k = MIN(o.size - p, BUF_SIZE - n);
        mask_copy(out_buf + n, message(c, idx) + p, k, key, p);
        n += k;
        if ((off += k) < frame_len)
            break;
        idx++;
        off = 0;
    }
    return n;
}

/* Sends control frames (between data frames) and all released messages, as far as they go. */
void pump(struct conn *c) {
    while (c->state == ST_OPEN) {
        bool ctl = c->ctl_off < c->ctl_len && c->tx_off == 0;
        size_t n = ctl ? (size_t)(c->ctl_len - c->ctl_off) : render(c);
        if (!n) {
            arm(c, false);
            return;
        }
        ssize_t w = send(c->fd, ctl ? c->ctl_out + c->ctl_off : out_buf, n, MSG_NOSIGNAL);
        if (w < 0) {
            if (errno == EAGAIN)
                arm(c, true);
            else
                kill_conn(c, &st.closed);
            return;
        }
        if (ctl)
            c->ctl_off += (uint8_t)w;
        else {
            c->tx_off += (uint64_t)w;
            c->tx_idx += c->tx_off / frame_len;
            c->tx_off %= frame_len;
        }
    }
}

void release(struct conn *c) {
    if (c->issue_ns)
        c->issue_ns[c->issued % (uint64_t)o.pipeline] = now;
    c->issued++;
}
