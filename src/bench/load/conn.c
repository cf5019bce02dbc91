#include "conn.h"
#include "options.h"
#include <sys/epoll.h>

int ep, opened, dead;
uint64_t t_load, now;

uint64_t due_ns(uint64_t k) {
    return t_load + (uint64_t)((double)k * 1e9 / o.rate);
}

void arm(struct conn *c, bool out) {
    struct epoll_event ev = { .events = EPOLLIN | (out ? EPOLLOUT : 0), .data.ptr = c };
    if (out != c->out_armed && epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev) == 0)
        c->out_armed = out;
}

void kill_conn(struct conn *c, uint64_t *counter) {
    ++*counter;
    close(c->fd);
    if (c->state == ST_OPEN)
        opened--;
    c->state = ST_DEAD;
    dead++;
}
