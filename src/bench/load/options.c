#include "options.h"
#include <getopt.h>

#define LONGEST_S 3600

struct options o = { .path = "/", .connections = 1, .pipeline = 1, .size = 64, .duration = 5, .warmup = 1, .text = true };

void read_options(int argc, char **argv) {
    static const struct option opt[] = {
        { "port", 1, 0, 'p' }, { "path", 1, 0, 'P' }, { "connections", 1, 0, 'c' }, { "size", 1, 0, 's' },
        { "binary", 0, 0, 'b' }, { "pipeline", 1, 0, 'd' }, { "settle", 1, 0, 'q' }, { "warmup", 1, 0, 'w' },
        { "duration", 1, 0, 'D' }, { "rate", 1, 0, 'r' }, { "raw", 0, 0, 'R' }, { "spin", 0, 0, 'S' },
        { "retry", 1, 0, 'y' }, { "server-pid", 1, 0, 'x' }, { 0, 0, 0, 0 } };
    for (int ch; (ch = getopt_long(argc, argv, "", opt, NULL)) != -1;)
        switch (ch) {
        case 'p': o.port = atoi(optarg); break;
        case 'P': o.path = optarg; break;
        case 'c': o.connections = atoi(optarg); break;
        case 's': o.size = strtoul(optarg, NULL, 10); break;
        case 'b': o.text = false; break;
        case 'd': o.pipeline = atoi(optarg); break;
        case 'q': o.settle = atof(optarg); break;
        case 'w': o.warmup = atof(optarg); break;
        case 'D': o.duration = atof(optarg); break;
        case 'r': o.rate = atof(optarg); break;
        case 'R': o.raw = true; break;
        case 'S': o.spin = true; break;
        case 'y': o.retry_ms = atoi(optarg); break;
        case 'x': o.server_pid = atoi(optarg); break;
        default:
            die("usage: wsload --port N [--path /] [--connections N] [--size BYTES] [--binary] [--pipeline D]\n"
                "  [--settle S: idle, before the load] [--warmup S] [--duration S: 0 for no load] [--rate R [--spin]]\n"
                "  [--raw: TCP without WebSocket] [--retry MS: wait for the server, 1 connection]\n"
                "  [--server-pid PID: report its CPU and RSS]");
        }
    if (o.port < 1 || o.connections < 1 || o.pipeline < 1 || (o.raw && !o.size)
        || !(o.duration >= 0 && o.warmup >= 0 && o.settle >= 0 && o.duration + o.warmup + o.settle <= LONGEST_S))
        die("option out of range");
}
