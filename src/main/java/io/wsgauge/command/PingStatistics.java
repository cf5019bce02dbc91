package io.wsgauge.command;

import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a {@link PingLoop} has seen all in all, in an amount of memory that does not depend on how
 * much that was. Times have three significant digits.
 */
final class PingStatistics {
  private static final int DIGITS = 3;

  /** Ends of one kind, with how long the connections had lasted. */
  static final class Ends {
    private long count;
    private Duration shortest = Duration.ofSeconds(Long.MAX_VALUE);
    private Duration longest = Duration.ZERO;

    private void add(Duration duration) {
      count++;
      shortest = duration.compareTo(shortest) < 0 ? duration : shortest;
      longest = duration.compareTo(longest) > 0 ? duration : longest;
    }

    long count() {
      return count;
    }

    Duration shortest() {
      return shortest;
    }

    Duration longest() {
      return longest;
    }
  }

  private final long begunAt = System.nanoTime();
  private final Histogram roundTrips = new Histogram(DIGITS);
  private final Map<Reason, Long> failures = new EnumMap<>(Reason.class);
  private final Map<String, Ends> ends = new TreeMap<>();
  private long least = Long.MAX_VALUE;
  private long most;
  private double sum;
  private double sumOfSquares;
  private long sent;
  private long answered;
  private long opened;

  void add(PingEvent event) {
    if (event instanceof PingEvent.Run run) {
      add(run.result());
    } else if (event instanceof PingEvent.Ended ended) {
      ends.computeIfAbsent(kind(ended.end()), kind -> new Ends()).add(ended.end().duration());
    } else if (event instanceof PingEvent.Broken) {
      sent++;
      failures.merge(Reason.LOCAL_ERROR, 1L, Long::sum);
    }
  }

  private void add(ProbeResult result) {
    sent++;
    if (result.opened() != null && result.opened().upgraded()) {
      opened++;
    }
    if (result.outcome() instanceof Failed failed) {
      failures.merge(failed.reason(), 1L, Long::sum);
      return;
    }
    answered++;
    Duration roundTrip = result.roundTrip();
    if (roundTrip != null) {
      double nanos = roundTrip.toNanos();
      roundTrips.recordValue(roundTrip.toNanos());
      least = Math.min(least, roundTrip.toNanos());
      most = Math.max(most, roundTrip.toNanos());
      sum += nanos;
      sumOfSquares += nanos * nanos;
    }
  }

  private static String kind(ConnectionEnd end) {
    return switch (end.by()) {
      case CUT -> "cut without a close frame";
      case PEER -> "closed by the server with " + end.code();
      case CLIENT -> "closed here";
    };
  }

  /** The time since the statistics began. */
  Duration duration() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  long sent() {
    return sent;
  }

  long answered() {
    return answered;
  }

  double lostPercent() {
    return sent == 0 ? 0 : 100.0 * (sent - answered) / sent;
  }

  long opened() {
    return opened;
  }

  Map<Reason, Long> failures() {
    return Collections.unmodifiableMap(failures);
  }

  /** The ends of connections that were kept, by a few words for each kind. */
  Map<String, Ends> ends() {
    return Collections.unmodifiableMap(ends);
  }

  /** Round trips in nanoseconds. */
  Histogram roundTrips() {
    return roundTrips;
  }

  long leastNanos() {
    return least;
  }

  long mostNanos() {
    return most;
  }

  /** The histogram rounds, but not beyond the shortest or the longest. */
  long percentileNanos(double percentile) {
    return Math.max(least, Math.min(most, roundTrips.getValueAtPercentile(percentile)));
  }

  double meanNanos() {
    return sum / answered;
  }

  /** The standard deviation, as ping(8) has it, in nanoseconds. */
  double deviationNanos() {
    double mean = meanNanos();
    return Math.sqrt(Math.max(0, sumOfSquares / answered - mean * mean));
  }

  int exitCode() {
    if (answered == 0) {
      return ExitCode.NOTHING;
    }
    return answered < sent ? ExitCode.FAILED : ExitCode.FINE;
  }
}
