package io.wsgauge.status;

import io.wsgauge.probe.Outcome;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Results for tests of what becomes of them. The run of a sequence started at so many seconds. */
final class ProbeResults {
  /** When the run with sequence 0 would have started. */
  static final Instant START = Instant.parse("2026-11-22T23:00:00.123Z");

  private ProbeResults() {}

  static ProbeResult succeeded(String target, long sequence, Duration roundTrip) {
    return result(
        target, sequence, Map.of(Phase.REPLY, Duration.ofMillis(1)), new Succeeded(roundTrip));
  }

  static ProbeResult failed(String target, long sequence, String detail) {
    return result(
        target, sequence, Map.of(), new Failed(Reason.REPLY_TIMEOUT, Phase.REPLY, detail));
  }

  private static ProbeResult result(
      String target, long sequence, Map<Phase, Duration> phases, Outcome outcome) {
    return new ProbeResult(
        target, sequence, START.plusSeconds(sequence), Duration.ofMillis(2), phases, outcome, null);
  }

  static TargetStatus.Description description(String name) {
    return new TargetStatus.Description(
        name,
        "ws://user:secret@127.0.0.1:8080/ws",
        Map.of("team", "core"),
        "message",
        "keep",
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        "https://ops.example.org/gauge/#targets/" + name);
  }
}
