package io.wsgauge.client;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.PackedHistogram;

/**
 * Counts and percentiles of the runs within a time that slides. It does so by slots, the oldest of
 * which is given up as a whole: the window reaches back between five sixths of its length and all
 * of it. Not for several threads at a time.
 */
final class SlidingWindow {
  private static final int SLOTS = 6;

  /** What is recorded in, and longer is recorded as: microseconds to 1 h, to 1 percent. */
  private static final long MAX_MICROS = Duration.ofHours(1).toNanos() / 1000;

  private static final int SIGNIFICANT_DIGITS = 2;

  private final LongSupplier nanoTime;
  private final long startedAt;
  private final long slotNanos;

  /** Each is null until its time comes, and used again when its time comes again. */
  private final Slot[] slots = new Slot[SLOTS];

  private static final class Slot {
    /** Of its time, counted from the window's start. */
    private long number;

    private long failures;

    /** Null as long as all fail. */
    private PackedHistogram values;

    private void reset(long number) {
      this.number = number;
      failures = 0;
      if (values != null) {
        values.reset();
      }
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  SlidingWindow(Duration length, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
    this.slotNanos = length.dividedBy(SLOTS).toNanos();
  }

  synchronized void succeeded(Duration value) {
    Slot slot = slot();
    if (slot.values == null) {
      slot.values = new PackedHistogram(SIGNIFICANT_DIGITS); // grows with its values
    }
    slot.values.recordValue(Math.min(value.toNanos() / 1000, MAX_MICROS));
  }

  synchronized void failed() {
    slot().failures++;
  }

  private Slot slot() {
    long number = (nanoTime.getAsLong() - startedAt) / slotNanos;
    int place = (int) (number % SLOTS);
    Slot slot = slots[place];
    if (slot == null) {
      slots[place] = slot = new Slot();
      slot.number = number;
    } else if (slot.number != number) {
      slot.reset(number);
    }
    return slot;
  }

  /**
   * {@code covers} is how far back it reaches, which is less after a start; the percentiles are
   * there when there is a success to take them of.
   */
  synchronized JsonObject toJson() {
    long elapsed = nanoTime.getAsLong() - startedAt;
    long oldest = Math.max(0, elapsed / slotNanos - (SLOTS - 1));
    long failures = 0;
    PackedHistogram values = new PackedHistogram(MAX_MICROS, SIGNIFICANT_DIGITS);
    for (Slot slot : slots) {
      if (slot != null && slot.number >= oldest) {
        failures += slot.failures;
        if (slot.values != null) {
          values.add(slot.values);
        }
      }
    }
    Duration covers = Duration.ofNanos(elapsed - oldest * slotNanos);
    JsonObject json =
        new JsonObject()
            .put("covers", Result.seconds(covers.truncatedTo(ChronoUnit.MILLIS)))
            .put("count", values.getTotalCount() + failures)
            .put("failures", failures);
    if (values.getTotalCount() > 0) {
      json.put("p50", values.getValueAtPercentile(50) / 1e6)
          .put("p90", values.getValueAtPercentile(90) / 1e6)
          .put("p99", values.getValueAtPercentile(99) / 1e6)
          .put("max", values.getMaxValue() / 1e6);
    }
    return json;
  }
}
