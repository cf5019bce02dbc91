package io.wsgauge.client;

import io.wsgauge.client.Outcome.Failed;
import io.wsgauge.client.Outcome.Succeeded;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Results for tests of what becomes of them. The run of a sequence started at so many seconds. */
final class Results {
  /** When the run with sequence 0 would have started. */
  static final Instant START = Instant.parse("2026-11-22T23:00:00.123Z");

  private Results() {}

  static Result succeeded(String target, long sequence, Duration roundTrip) {
    return result(
        target, sequence, Map.of(Phase.REPLY, Duration.ofMillis(1)), new Succeeded(roundTrip));
  }

  static Result failed(String target, long sequence, String detail) {
    return result(
        target, sequence, Map.of(), new Failed(Reason.REPLY_TIMEOUT, Phase.REPLY, detail));
  }

  private static Result result(
      String target, long sequence, Map<Phase, Duration> phases, Outcome outcome) {
    return new Result(
        target, sequence, START.plusSeconds(sequence), Duration.ofMillis(2), phases, outcome, null);
  }

  static Watched.Description description(String name) {
    return new Watched.Description(
        name,
        "ws://user:secret@127.0.0.1:8080/ws",
        Map.of("team", "core"),
        "message",
        "keep",
        Duration.ofSeconds(1),
        Duration.ofSeconds(5));
  }
}
