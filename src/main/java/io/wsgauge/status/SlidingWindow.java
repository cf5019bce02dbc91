package io.wsgauge.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.HdrHistogram.IntCountsHistogram;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A sliding window over the runs of a target, in slots, the oldest of which is given up as a whole:
 * the window reaches back between five sixths of its length and all of it. Thread-safe.
 */
final class SlidingWindow {
  private static final int SLOTS = 6;

  /** Microseconds of the longest duration that is recorded; a longer one is recorded as this. */
  private static final long MAX_MICROS = Duration.ofHours(1).toNanos() / 1000;

  /** Digits that make percentiles right to 1 percent. */
  private static final int SIGNIFICANT_DIGITS = 2;

  private final LongSupplier nanoTime;
  private final long startedAt;
  private final long slotNanos;

  /** Slots that have ended, as a ring; each place is null until its time comes. */
  @GuardedBy("this")
  private final @Nullable Slot[] ended = new Slot[SLOTS];

  /** Number of the current slot, counted from the window's start. */
  @GuardedBy("this")
  private long number;

  @GuardedBy("this")
  private long failures;

  @GuardedBy("this")
  private final PackedHistogram values = new PackedHistogram(SIGNIFICANT_DIGITS);

  /**
   * A slot that has ended, in a fraction of a histogram's memory.
   *
   * @param number of the slot, counted from the window's start
   * @param values encoded; null without values
   */
  private record Slot(long number, long failures, @Nullable ByteBuffer values) {}

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

  /** Ends the current slot when its time is over; returns the nanoseconds since the start. */
  @GuardedBy("this")
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

  @GuardedBy("this")
  private @Nullable ByteBuffer encodedValues() {
    if (values.getTotalCount() == 0) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(values.getNeededByteBufferCapacity());
    int length = values.encodeIntoByteBuffer(bytes);
    return ByteBuffer.wrap(Arrays.copyOf(bytes.array(), length));
  }

  /** Statistics of the runs that the window covers now. */
  synchronized WindowStatistics statistics() {
    long elapsed = advance();
    long oldest = Math.max(0, number - (SLOTS - 1));
    long failed = failures;
    // packed ones are slow to read
    IntCountsHistogram all = new IntCountsHistogram(SIGNIFICANT_DIGITS);
    all.add(values);
    for (Slot slot : ended) {
      if (slot != null && slot.number >= oldest) {
        failed += slot.failures;
        if (slot.values != null) {
          all.add(IntCountsHistogram.decodeFromByteBuffer(slot.values.duplicate(), 0));
        }
      }
    }
    Duration covers = Duration.ofNanos(elapsed - oldest * slotNanos).truncatedTo(ChronoUnit.MILLIS);
    long count = all.getTotalCount() + failed;
    return all.getTotalCount() == 0
        ? new WindowStatistics(covers, count, failed, null, null, null, null)
        : new WindowStatistics(
            covers,
            count,
            failed,
            micros(all.getValueAtPercentile(50)),
            micros(all.getValueAtPercentile(90)),
            micros(all.getValueAtPercentile(99)),
            micros(all.getMaxValue()));
  }

  private static Duration micros(long value) {
    return Duration.of(value, ChronoUnit.MICROS);
  }
}
