package io.wsgauge.probe;

import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * One run of a target.
 *
 * @param sequence from 1, for each target apart
 * @param duration from its start to its outcome
 * @param phases those that were gone through, also the one that failed, with their durations
 * @param opened null when no connection was opened by this run, or not as far as TCP
 */
public record ProbeResult(
    String target,
    long sequence,
    Instant startedAt,
    Duration duration,
    Map<Phase, Duration> phases,
    Outcome outcome,
    ConnectionInfo opened) {

  public boolean succeeded() {
    return outcome instanceof Succeeded;
  }

  /** Null where nothing was asked and answered. */
  public Duration roundTrip() {
    return outcome instanceof Succeeded succeeded ? succeeded.roundTrip() : null;
  }

  /** Seconds are numbers; what there is not is left out. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("target", target)
            .put("sequence", sequence)
            .put("time", time(startedAt))
            .put("success", succeeded())
            .put("duration", seconds(duration));
    if (roundTrip() != null) {
      json.put("roundTrip", seconds(roundTrip()));
    }
    JsonObject durations = new JsonObject();
    phases.forEach((phase, spent) -> durations.put(phase.label(), seconds(spent)));
    json.put("phases", durations);
    if (outcome instanceof Failed failed) {
      json.put("failure", toJson(failed));
    }
    if (opened != null) {
      json.put("connection", opened.toJson());
    }
    return json;
  }

  private static JsonObject toJson(Failed failed) {
    JsonObject json =
        new JsonObject()
            .put("reason", failed.reason().label())
            .put("phase", failed.phase().label())
            .put("text", failed.reason().text())
            .put("detail", failed.detail());
    if (failed.status() != 0) {
      json.put("status", failed.status());
    }
    if (failed.closeCode() != 0) {
      json.put("closeCode", failed.closeCode()).put("closedBy", "peer");
    }
    return json;
  }

  /** ISO 8601, UTC, milliseconds. */
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  public static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
