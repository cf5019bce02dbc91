/* Parses and verifies what comes back (RFC 6455, section 5). */
#ifndef RECEIVE_H
#define RECEIVE_H
#include "conn.h"

void readable(struct conn *c);

#endif
