package io.wsgauge.status;

import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of a result that is kept when it is no longer the last one.
 *
 * @param roundTrip null where nothing was asked and answered
 * @param reason null on success
 */
record ProbeSummary(
    long sequence,
    Instant startedAt,
    Duration duration,
    @Nullable Duration roundTrip,
    @Nullable Reason reason) {

  static ProbeSummary of(ProbeResult result) {
    return new ProbeSummary(
        result.sequence(),
        result.startedAt(),
        result.duration(),
        result.roundTrip(),
        result.outcome() instanceof Failed failed ? failed.reason() : null);
  }
}
