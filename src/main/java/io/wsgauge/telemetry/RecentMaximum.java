package io.wsgauge.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;

/** The largest of the values of the last 10 to 20 seconds; 0 without any. Thread-safe. */
final class RecentMaximum {
  private static final long PERIOD_NANOS = 10_000_000_000L;

  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private long begun;

  @GuardedBy("this")
  private long current;

  @GuardedBy("this")
  private long former;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RecentMaximum(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /**
   * @param value at least 0
   */
  synchronized void add(long value) {
    turn();
    current = Math.max(current, value);
  }

  synchronized long get() {
    turn();
    return Math.max(current, former);
  }

  @GuardedBy("this")
  private void turn() {
    long age = nanoTime.getAsLong() - begun;
    if (age >= PERIOD_NANOS) {
      former = age < 2 * PERIOD_NANOS ? current : 0;
      current = 0;
      begun += age - age % PERIOD_NANOS;
    }
  }
}
