/* What every part needs, and what knows none of them. */
#ifndef BASE_H
#define BASE_H
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUF_SIZE (256 * 1024)
#define MIN(a, b) ((a) < (b) ? (a) : (b))

void die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));
uint64_t mix(uint64_t x);
uint64_t clock_ns(void);

#endif
