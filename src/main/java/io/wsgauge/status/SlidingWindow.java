package io.wsgauge.status;

import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.ProbeResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
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

  /** The ended ones; each is null until its time comes, and its place is taken again and again. */
  private final Slot[] ended = new Slot[SLOTS];

  /** Of the slot that runs: its time, counted from the window's start. */
  private long number;

  private long failures;

  private final PackedHistogram values = new PackedHistogram(SIGNIFICANT_DIGITS);

  /**
   * One that has ended, in a fraction of a histogram's memory.
   *
   * @param number of its time, counted from the window's start
   * @param values encoded; null when there are none
   */
  private record Slot(long number, long failures, ByteBuffer values) {}

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  SlidingWindow(Duration length, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
    this.slotNanos = length.dividedBy(SLOTS).toNanos();
  }

  synchronized void succeeded(Duration value) {
    advance();
    values.recordValue(Math.min(value.toNanos() / 1000, MAX_MICROS));
  }

  synchronized void failed() {
    advance();
    failures++;
  }

  /** Ends the slot that runs when its time is over; returns the nanoseconds since the start. */
  private long advance() {
    long elapsed = nanoTime.getAsLong() - startedAt;
    long now = elapsed / slotNanos;
    if (now != number) {
      ended[(int) (number % SLOTS)] = new Slot(number, failures, encodedValues());
      number = now;
      failures = 0;
      values.reset();
    }
    return elapsed;
  }

  private ByteBuffer encodedValues() {
    if (values.getTotalCount() == 0) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.getNeededByteBufferCapacity());
    int length = values.encodeIntoByteBuffer(bytes);
    return ByteBuffer.wrap(Arrays.copyOf(bytes.array(), length));
  }

  /**
   * {@code covers} is how far back it reaches, which is less after a start; the percentiles are
   * there when there is a success to take them of.
   */
  synchronized JsonObject toJson() {
    long elapsed = advance();
    long oldest = Math.max(0, number - (SLOTS - 1));
    long failed = failures;
    PackedHistogram all = values.copy();
    for (Slot slot : ended) {
      if (slot != null && slot.number >= oldest) {
        failed += slot.failures;
        if (slot.values != null) {
          all.add(PackedHistogram.decodeFromByteBuffer(slot.values.duplicate(), 0));
        }
      }
    }
    Duration covers = Duration.ofNanos(elapsed - oldest * slotNanos);
    JsonObject json =
        new JsonObject()
            .put("covers", ProbeResult.seconds(covers.truncatedTo(ChronoUnit.MILLIS)))
            .put("count", all.getTotalCount() + failed)
            .put("failures", failed);
    if (all.getTotalCount() > 0) {
      json.put("p50", all.getValueAtPercentile(50) / 1e6)
          .put("p90", all.getValueAtPercentile(90) / 1e6)
          .put("p99", all.getValueAtPercentile(99) / 1e6)
          .put("max", all.getMaxValue() / 1e6);
    }
    return json;
  }
}
