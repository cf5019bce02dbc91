/* Raw TCP echo, one thread, epoll: the machine's limit for a given byte count, without WebSocket.
 * Usage: raw PORT */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn { int fd; size_t off, len; char *pending; };   /* pending: what a short write left over */
static char buf[256 * 1024];

static void watch(int ep, struct conn *c, int op, uint32_t events) {
    struct epoll_event ev = { .events = events, .data.ptr = c };
    epoll_ctl(ep, op, c->fd, &ev);
}

static int echo(int ep, struct conn *c) {                   /* 0: connection over */
    if (!c->pending) {
        ssize_t n = recv(c->fd, buf, sizeof buf, 0);
        if (n <= 0)
            return n < 0 && errno == EAGAIN;
        ssize_t w = send(c->fd, buf, (size_t)n, MSG_NOSIGNAL);
        if (w == n)
            return 1;
        if (w < 0 && errno != EAGAIN)
            return 0;
        w = w < 0 ? 0 : w;
        c->len = (size_t)(n - w);
        c->off = 0;
        c->pending = malloc(c->len);
        memcpy(c->pending, buf + w, c->len);
        watch(ep, c, EPOLL_CTL_MOD, EPOLLOUT);
        return 1;
    }
    ssize_t w = send(c->fd, c->pending + c->off, c->len - c->off, MSG_NOSIGNAL);
    if (w < 0)
        return errno == EAGAIN;
    if ((c->off += (size_t)w) == c->len) {
        free(c->pending);
        c->pending = NULL;
        watch(ep, c, EPOLL_CTL_MOD, EPOLLIN);
    }
    return 1;
}

int main(int argc, char **argv) {
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[argc - 1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1, ep = epoll_create1(0), s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(s, (struct sockaddr *)&a, sizeof a) || listen(s, 4096))
        return 1;
    struct conn listener = { .fd = s };
    watch(ep, &listener, EPOLL_CTL_ADD, EPOLLIN);
    for (;;) {
        struct epoll_event ev[512];
        int n = epoll_wait(ep, ev, 512, -1);
        for (int i = 0; i < n; i++) {
            struct conn *c = ev[i].data.ptr;
            if (c->fd == s) {
                for (int fd; (fd = accept4(s, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
                    struct conn *k = calloc(1, sizeof *k);
                    k->fd = fd;
                    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    watch(ep, k, EPOLL_CTL_ADD, EPOLLIN);
                }
            } else if (!echo(ep, c)) {
                close(c->fd);
                free(c->pending);
                free(c);
            }
        }
    }
}
