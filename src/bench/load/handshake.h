/* Opens connections (RFC 6455, section 4.1). */
#ifndef HANDSHAKE_H
#define HANDSHAKE_H
#include "conn.h"

void start_conn(struct conn *c);
void send_handshake(struct conn *c);
size_t recv_handshake(struct conn *c, const uint8_t *p, size_t n);

#endif
