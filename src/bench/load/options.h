/* The command line. */
#ifndef OPTIONS_H
#define OPTIONS_H
#include "base.h"

struct options {
    const char *path;
    int port, connections, pipeline, retry_ms, server_pid;
    size_t size;
    double duration, warmup, settle, rate;
    bool text, raw, spin;
};

extern struct options o;

void read_options(int argc, char **argv);

#endif
