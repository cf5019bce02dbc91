package io.wsgauge.client;

import io.wsgauge.text.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a target works by fits and starts, though it is never down: its connections are cut again
 * and again, or its runs fail again and again. It takes more to become so than to stay so, and what
 * made a target down does not count. Not thread-safe. Times are of {@link System#nanoTime}.
 */
final class StabilityTracker {
  /** Cuts within an hour from which on connections are cut again and again. */
  private static final int MANY_CUTS = 4;

  private static final long MANY_WITHIN = Duration.ofHours(1).toNanos();

  /** The time within which two of them make that go on where there are fewer. */
  private static final long GOES_ON = Duration.ofMinutes(30).toNanos();

  /** The latest runs of which {@link #MANY_ROWS} rows of failures are many. */
  private static final int RUNS = 40;

  private static final int MANY_ROWS = 4;

  /** Ends of which the words are made. */
  private static final int ENDS = 20;

  /** What times of the same timer differ by, in seconds and as a share. */
  private static final double SPREAD = 0.5;

  private static final double SPREAD_SHARE = 0.05;

  /**
   * @param age of the connection, in seconds
   * @param silence before the end, in seconds
   */
  private record End(long at, double age, double silence, boolean cut) {}

  private final Deque<End> ends = new ArrayDeque<>();
  private final Deque<Boolean> runs = new ArrayDeque<>();
  private @Nullable String reason;

  /**
   * A connection that should have been kept has ended, and not by this end.
   *
   * @param silence since the last run over it, or since it was opened
   * @param cut false where the target may end it like that
   */
  void ended(long at, Duration age, Duration silence, boolean cut) {
    add(ends, new End(at, seconds(age), seconds(silence), cut), ENDS);
  }

  /**
   * A run has ended.
   *
   * @param down whether the target is down, so that what was before counts no more
   */
  void run(long at, boolean succeeded, boolean down) {
    if (down) {
      ends.clear();
      runs.clear();
    } else {
      add(runs, succeeded, RUNS);
    }
    boolean was = reason != null;
    if (cuts(at, MANY_WITHIN) >= MANY_CUTS || (was && cuts(at, GOES_ON) > 1)) {
      reason = cutWords();
    } else {
      long failures = runs.stream().filter(success -> !success).count();
      boolean many = rows() >= MANY_ROWS || (was && failures > 1);
      reason = many ? failures + " of the last " + runs.size() + " runs failed" : null;
    }
  }

  /** Why the target is unstable, in words; null where it is not. */
  @Nullable String reason() {
    return reason;
  }

  private long cuts(long at, long within) {
    return ends.stream().filter(end -> end.cut() && at - end.at() <= within).count();
  }

  /** Rows of failures, since one that lasts is an outage and no instability. */
  private int rows() {
    int rows = 0;
    boolean before = true;
    for (boolean succeeded : runs) {
      rows += before && !succeeded ? 1 : 0;
      before = succeeded;
    }
    return rows;
  }

  /** After which silence or at which age connections are cut, and how often. */
  private String cutWords() {
    List<End> cuts = ends.stream().filter(End::cut).toList();
    double age = median(cuts, End::age);
    double silence = median(cuts, End::silence);
    long silent = near(cuts, End::silence, silence);
    long old = near(cuts, End::age, age);
    String times = " of " + ends.size() + " times";
    // a connection that is older than its last silence has survived one like it
    if (silent * 2 > cuts.size() && silent >= old && age - silence <= silence / 2) {
      return "cut after " + words(silence) + " of silence, " + silent + times;
    }
    return old * 2 > cuts.size()
        ? "cut at an age of " + words(age) + ", " + old + times
        : "cut at various times, " + cuts.size() + times;
  }

  private static double median(List<End> cuts, ToDoubleFunction<End> value) {
    return cuts.stream().mapToDouble(value).sorted().skip(cuts.size() / 2).findFirst().orElse(0);
  }

  private static long near(List<End> cuts, ToDoubleFunction<End> value, double middle) {
    double spread = Math.max(SPREAD, middle * SPREAD_SHARE);
    return cuts.stream()
        .filter(end -> Math.abs(value.applyAsDouble(end) - middle) <= spread)
        .count();
  }

  /** Three digits that say something, as timers are told apart by them. */
  private static String words(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds)
        : Durations.format(Duration.ofSeconds(Math.round(seconds)));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static <T> void add(Deque<T> history, T element, int most) {
    if (history.size() == most) {
      history.removeFirst();
    }
    history.addLast(element);
  }
}
