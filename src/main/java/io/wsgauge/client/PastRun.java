package io.wsgauge.client;

import io.vertx.core.json.JsonObject;
import io.wsgauge.client.Outcome.Failed;
import java.time.Duration;
import java.time.Instant;

/**
 * What is kept of a result when it is no longer the last one.
 *
 * @param roundTrip null where nothing was asked and answered
 * @param reason null on success
 */
record PastRun(
    long sequence, Instant startedAt, Duration duration, Duration roundTrip, Reason reason) {

  static PastRun of(Result result) {
    return new PastRun(
        result.sequence(),
        result.startedAt(),
        result.duration(),
        result.roundTrip(),
        result.outcome() instanceof Failed failed ? failed.reason() : null);
  }

  /** As {@link Result#toJson}, of which it is a part, but for {@code reason}. */
  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("sequence", sequence)
            .put("time", Result.time(startedAt))
            .put("success", reason == null)
            .put("duration", Result.seconds(duration));
    if (roundTrip != null) {
      json.put("roundTrip", Result.seconds(roundTrip));
    }
    if (reason != null) {
      json.put("reason", reason.label());
    }
    return json;
  }
}
