/* What is counted and timed, and what the machine did meanwhile. */
#ifndef MEASURE_H
#define MEASURE_H
#include "base.h"

struct counts {
    uint64_t msgs, bytes;       /* of the measured time */
    uint64_t connect_err, handshake_err, protocol_err, mismatch, closed;
};

struct usage { double client, server, host, steal; };   /* CPU seconds */

extern struct counts st;
extern bool measuring;

void hist_add(uint64_t ns);
double hist_us(double q);                               /* q = 1: the largest */
long server_rss(void);                                  /* KiB */
struct usage usage(void);

#endif
