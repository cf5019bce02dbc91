/*
 * Message k of a connection is a pure function of (connection, k): a window into a random buffer
 * and a pseudo-random mask. So nothing that was sent is stored, a short write just resumes at a
 * byte cursor, and a reply is verified by comparing it with the same window.
 */
#ifndef SEND_H
#define SEND_H
#include "conn.h"

void make_payload(void);
const uint8_t *message(const struct conn *c, uint64_t idx);
void mask_copy(uint8_t *dst, const uint8_t *src, size_t n, uint32_t key, size_t phase);
void release(struct conn *c);
void pump(struct conn *c);

#endif
