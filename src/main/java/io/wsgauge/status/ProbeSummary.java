package io.wsgauge.status;

import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.time.Instant;

/**
 * What is kept of a result when it is no longer the last one.
 *
 * @param roundTrip null where nothing was asked and answered
 * @param reason null on success
 */
record ProbeSummary(
    long sequence, Instant startedAt, Duration duration, Duration roundTrip, Reason reason) {

  static ProbeSummary of(ProbeResult result) {
    return new ProbeSummary(
        result.sequence(),
        result.startedAt(),
        result.duration(),
        result.roundTrip(),
        result.outcome() instanceof Failed failed ? failed.reason() : null);
  }

  /** As {@link ProbeResult#toJson}, of which it is a part, but for {@code reason}. */
  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("sequence", sequence)
            .put("time", ProbeResult.time(startedAt))
            .put("success", reason == null)
            .put("duration", ProbeResult.seconds(duration));
    if (roundTrip != null) {
      json.put("roundTrip", ProbeResult.seconds(roundTrip));
    }
    if (reason != null) {
      json.put("reason", reason.label());
    }
    return json;
  }
}
