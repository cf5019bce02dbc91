package io.wsgauge.soak;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long one kind of well-behaved client waited, and what it met instead. Any thread. */
final class RoundTrips {
  private static final int DIGITS = 2;
  private static final int LONGEST_WORD = 60;

  private final Histogram micros = new Histogram(DIGITS);
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final Map<Thread, Long> waiting = new HashMap<>();
  private int slow;

  /** The client of this thread asks; what it gets, or how it fails, is told after. */
  synchronized void asks() {
    waiting.put(Thread.currentThread(), System.nanoTime());
  }

  /** The client of this thread waits no more. */
  synchronized void isDone() {
    waiting.remove(Thread.currentThread());
  }

  /** Takes what is still waited for as if the answer came now. */
  synchronized void addWaiting(long slowMillis) {
    for (long begun : waiting.values()) {
      long nanos = System.nanoTime() - begun;
      if (nanos > TimeUnit.MILLISECONDS.toNanos(slowMillis)) {
        took(nanos, slowMillis);
      }
    }
  }

  /**
   * @param slowMillis from which it is counted as slow
   */
  synchronized void took(long nanos, long slowMillis) {
    micros.recordValue(Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos)));
    if (nanos > TimeUnit.MILLISECONDS.toNanos(slowMillis)) {
      slow++;
    }
  }

  synchronized void failed(String how) {
    failures.merge(brief(how), 1, Integer::sum);
  }

  /** By a status that a server at its limits may give. */
  synchronized void refused(String how) {
    refusals.merge(brief(how), 1, Integer::sum);
  }

  private static String brief(String how) {
    String line = how.lines().findFirst().orElse("").replace('|', '/');
    return line.substring(0, Math.min(LONGEST_WORD, line.length()));
  }

  synchronized void add(RoundTrips more) {
    synchronized (more) {
      micros.add(more.micros);
      more.failures.forEach((how, count) -> failures.merge(how, count, Integer::sum));
      more.refusals.forEach((how, count) -> refusals.merge(how, count, Integer::sum));
      slow += more.slow;
    }
  }

  synchronized void reset() {
    micros.reset();
    failures.clear();
    refusals.clear();
    slow = 0;
  }

  synchronized long count() {
    return micros.getTotalCount();
  }

  synchronized double percentileMillis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  synchronized double maxMillis() {
    return micros.getMaxValue() / 1e3;
  }

  synchronized int slow() {
    return slow;
  }

  synchronized Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }

  synchronized Map<String, Integer> refusals() {
    return new TreeMap<>(refusals);
  }

  /** As {@code 1.2/8.1/30.4}, milliseconds of the median, the 99th percentile and the longest. */
  @Override
  public synchronized String toString() {
    return count() == 0
        ? "-"
        : "%.1f/%.1f/%.1f".formatted(percentileMillis(50), percentileMillis(99), maxMillis());
  }
}
