package io.wsgauge.check.step;

/** The time since a check began, in seconds. Thread-safe. */
final class CheckClock {
  private final long begunAt = System.nanoTime();

  double now() {
    return seconds(System.nanoTime() - begunAt);
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
