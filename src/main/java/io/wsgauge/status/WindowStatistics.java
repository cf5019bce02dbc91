package io.wsgauge.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts and percentiles of the runs in one window.
 *
 * @param covers how far back the window reaches, which is less after a start
 * @param count of all runs, the failed ones among them
 * @param p50 of the runs that succeeded; null without any of them, as are the next three
 */
record WindowStatistics(
    Duration covers,
    long count,
    long failures,
    @Nullable Duration p50,
    @Nullable Duration p90,
    @Nullable Duration p99,
    @Nullable Duration max) {}
