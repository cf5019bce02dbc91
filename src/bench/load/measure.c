#include "measure.h"
#include "options.h"
#include <sys/resource.h>
#include <sys/time.h>

struct counts st;
bool measuring;

/* ---- latency histogram: 128 linear steps per power of two, error < 0.8 % ---- */

#define SUB 128
static uint64_t hist[SUB * 58], hist_max;

void hist_add(uint64_t ns) {
    int shift = ns < SUB ? 0 : 56 - __builtin_clzll(ns);       /* leaves SUB..2*SUB-1 */
    hist[(ns < SUB ? 0 : shift * SUB) + (ns >> shift)]++;
    if (ns > hist_max)
        hist_max = ns;
}

double hist_us(double q) {
    uint64_t total = 0, seen = 0;
    for (size_t i = 0; i < sizeof hist / sizeof *hist; i++)
        total += hist[i];
    for (size_t i = 0; total && i < sizeof hist / sizeof *hist; i++)
        if ((seen += hist[i]) >= q * (double)total) {
            uint64_t shift = i < 2 * SUB ? 0 : i / SUB - 1;
            uint64_t v = ((i - shift * SUB) << shift) + ((1ull << shift) >> 1);
            return (double)MIN(v, hist_max) / 1e3;
        }
    return 0;
}

/* ---- what the machine did meanwhile ---- */

static double tv(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec / 1e6; }

long server_rss(void) {
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", o.server_pid);
    FILE *f = o.server_pid ? fopen(path, "r") : NULL;
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "VmRSS: %ld", &kib);
    if (f)
        fclose(f);
    return kib;
}

struct usage usage(void) {
    struct usage u = { 0 };
    struct rusage r;
    char path[64], buf[1024];
    double hz = (double)sysconf(_SC_CLK_TCK), us, sy, v[8];
    getrusage(RUSAGE_SELF, &r);
    u.client = tv(r.ru_utime) + tv(r.ru_stime);
    snprintf(path, sizeof path, "/proc/%d/stat", o.server_pid);
    FILE *f = o.server_pid ? fopen(path, "r") : NULL;
    if (f) {
        buf[fread(buf, 1, sizeof buf - 1, f)] = 0;
        char *p = strrchr(buf, ')');
        if (p && sscanf(p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lf %lf", &us, &sy) == 2)
            u.server = (us + sy) / hz;
        fclose(f);
    }
    if ((f = fopen("/proc/stat", "r"))) {
        if (fscanf(f, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7) == 8) {
            u.host = (v[0] + v[1] + v[2] + v[5] + v[6]) / hz;
            u.steal = v[7] / hz;
        }
        fclose(f);
    }
    return u;
}

