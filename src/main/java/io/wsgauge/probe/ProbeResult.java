package io.wsgauge.probe;

import io.wsgauge.probe.Outcome.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run of a target.
 *
 * @param sequence number of the run, counted from 1 for each target
 * @param duration from its start to its outcome
 * @param phases durations of the phases in their order, the failed one included
 * @param opened null when this run opened no connection, or failed before TCP
 */
public record ProbeResult(
    String target,
    long sequence,
    Instant startedAt,
    Duration duration,
    Map<Phase, Duration> phases,
    Outcome outcome,
    @Nullable ConnectionInfo opened) {

  public boolean succeeded() {
    return outcome instanceof Succeeded;
  }

  /** The round-trip time; null where nothing was asked and answered. */
  public @Nullable Duration roundTrip() {
    return outcome instanceof Succeeded succeeded ? succeeded.roundTrip() : null;
  }
}
