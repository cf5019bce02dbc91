package io.wsgauge.status;

import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is most to be known of a target.
 *
 * @param since when the target came into its state
 * @param p50 of the last minute; null without a success in it
 * @param reason of the last run; null where that succeeded
 */
public record TargetReading(
    String name, State state, Instant since, @Nullable Duration p50, @Nullable Reason reason) {

  static TargetReading of(TargetStatus.Snapshot target) {
    ProbeResult last = target.last();
    WindowStatistics minute = target.windows().get("1m");
    return new TargetReading(
        target.description().name(),
        target.state(),
        target.since(),
        minute == null ? null : minute.p50(),
        last != null && last.outcome() instanceof Failed failed ? failed.reason() : null);
  }
}
