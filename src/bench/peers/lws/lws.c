/* libwebsockets echo server, extensions off. Usage: lws PORT
 * Queues what arrives and writes it back on the writeable callback, as lws asks; frames larger than
 * its receive buffer go back as fragments, like in its own minimal echo example. */
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

struct chunk { struct chunk *next; size_t len; int flags; unsigned char data[]; };  /* data: LWS_PRE + len */
struct session { struct chunk *head, **tail; };

static int echo(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t len) {
    struct session *s = user;
    struct chunk *c;
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        s->head = NULL;
        s->tail = &s->head;
        break;
    case LWS_CALLBACK_RECEIVE:
        c = malloc(sizeof *c + LWS_PRE + len);
        c->next = NULL;
        c->len = len;
        c->flags = lws_write_ws_flags(lws_frame_is_binary(wsi) ? LWS_WRITE_BINARY : LWS_WRITE_TEXT,
            lws_is_first_fragment(wsi), lws_is_final_fragment(wsi));
        memcpy(c->data + LWS_PRE, in, len);
        *s->tail = c;
        s->tail = &c->next;
        lws_callback_on_writable(wsi);
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        while ((c = s->head) && !lws_send_pipe_choked(wsi)) {
            if (!(s->head = c->next))
                s->tail = &s->head;
            int w = lws_write(wsi, c->data + LWS_PRE, c->len, c->flags);
            size_t want = c->len;
            free(c);
            if (w < (int)want)
                return -1;
        }
        if (s->head)
            lws_callback_on_writable(wsi);
        break;
    case LWS_CALLBACK_CLOSED:
        while ((c = s->head)) {
            s->head = c->next;
            free(c);
        }
        break;
    default:
        break;
    }
    return 0;
}

int main(int argc, char **argv) {
    struct lws_protocols protocols[] = {
        { .name = "echo", .callback = echo, .per_session_data_size = sizeof(struct session), .rx_buffer_size = 65536 },
        { 0 } };
    struct lws_context_creation_info info = { .port = atoi(argv[argc - 1]), .iface = "127.0.0.1", .protocols = protocols,
        .pt_serv_buf_size = 65536, .gid = -1, .uid = -1, .fd_limit_per_thread = 60000 };
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context *ctx = lws_create_context(&info);
    while (ctx && lws_service(ctx, 0) >= 0)
        ;
    return 1;
}
