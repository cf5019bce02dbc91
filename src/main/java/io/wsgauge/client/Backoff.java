package io.wsgauge.client;

import io.wsgauge.client.ClientConfig.BackoffConfig;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the n-th wait in a row is random between 0 and {@code
 * initial * 2^(n-1)}, or {@code max} if that is less. Not thread-safe.
 */
final class Backoff {
  private final long initialMillis;
  private final long maxMillis;
  private final RandomGenerator random;
  private long boundMillis;

  Backoff(BackoffConfig config, RandomGenerator random) {
    this.initialMillis = config.initial().toMillis();
    this.maxMillis = config.max().toMillis();
    this.random = random;
    reset();
  }

  /** The next wait in milliseconds, at least 1. */
  long nextMillis() {
    long wait = random.nextLong(boundMillis) + 1;
    boundMillis = Math.min(maxMillis, boundMillis * 2);
    return wait;
  }

  /** The next wait is the first of a row. */
  void reset() {
    boundMillis = initialMillis;
  }
}
