package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Outcome;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.testing.Configs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class ResultRecorderTest {
  private static final Instant START = Instant.parse("2026-11-22T23:00:00Z");

  private final TargetRegistry registry = new TargetRegistry("");
  private final List<StateChange> changes = new ArrayList<>();
  private Metrics metrics;
  private ResultRecorder recorder;
  private long now;

  @BeforeEach
  void begin(Vertx vertx) {
    metrics = new Metrics(vertx, new TelemetryConfig(true, true), "1", Reason.labels());
    Target target =
        Target.of(
                Configs.client(
                        "{\"targets\": [{\"name\": \"a\", \"url\": \"ws://a/ws\","
                            + " \"downAfter\": 3, \"interval\": \"10s\"}]}")
                    .targets()
                    .get(0))
            .get(0);
    recorder =
        new ResultRecorder(
            target,
            metrics.client(),
            registry,
            () -> {
              throw new AssertionError("nothing is logged of replies");
            },
            new LogRate(vertx, LoggerFactory.getLogger("test"), "states", 10),
            changes::add,
            () -> now);
  }

  private void run(Outcome outcome, boolean held) {
    recorder.record(
        new ProbeResult("a", 1, START, Duration.ZERO, Map.of(), outcome, null), now, held);
  }

  private void succeed() {
    run(new Succeeded(null), true);
  }

  private void fail() {
    run(new Failed(Reason.CUT_WITHOUT_CLOSE, Phase.IDLE, ""), false);
  }

  /** The connection is cut five seconds after its only run, and opened anew. */
  private void cut() {
    now += Duration.ofSeconds(5).toNanos();
    recorder.ended(new ConnectionEnd(START, Duration.ofSeconds(5), By.CUT, 0, ""));
    fail();
    succeed();
  }

  private List<String> states() {
    return changes.stream().map(StateChange::to).toList();
  }

  private boolean collects(String name, String state, double value) {
    return metrics.client().collect().stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .flatMap(metric -> metric.getDataPoints().stream())
        .filter(point -> state.isEmpty() || state.equals(point.getLabels().get("state")))
        .allMatch(
            point ->
                ((io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot) point)
                        .getValue()
                    == value);
  }

  @Test
  @DisplayName("a path that cuts again and again is told once, with the silence, and stays so")
  void unstableOnce() {
    succeed();
    for (int i = 0; i < 30; i++) {
      cut();
    }
    assertEquals(
        List.of("up", "failing", "up", "failing", "up", "failing", "up", "unstable"), states());
    StateChange last = changes.get(changes.size() - 1);
    assertEquals("unstable", last.reason());
    assertEquals("cut after 5.00 s of silence, 4 of 4 times", last.text());
    assertTrue(
        registry
            .snapshot(true)
            .targets()
            .get("a")
            .toString()
            .contains("\"unstable\":\"cut after 5.00 s of silence, 20 of 20 times\""));
  }

  @Test
  @DisplayName("a target that is unstable is up for who asks whether it is")
  void stillUp() {
    succeed();
    for (int i = 0; i < 6; i++) {
      cut();
    }
    assertTrue(collects("wsgauge_client_up", "", 1));
    assertTrue(collects("wsgauge_client_state", "unstable", 1));
    assertTrue(collects("wsgauge_client_state", "up", 0));
  }

  @Test
  @DisplayName("a target that goes down is no more unstable, nor when it is up again")
  void down() {
    succeed();
    for (int i = 0; i < 6; i++) {
      cut();
    }
    for (int i = 0; i < 4; i++) {
      now += Duration.ofSeconds(20).toNanos();
      fail();
    }
    now += Duration.ofSeconds(20).toNanos();
    succeed();
    assertEquals(
        List.of("unstable", "down", "up"),
        states().subList(states().indexOf("unstable"), states().size()));
  }

  @Test
  @DisplayName("ends of this side's own, and those that the target may have, are no cuts")
  void ownEnds() {
    succeed();
    for (int i = 0; i < 10; i++) {
      now += Duration.ofSeconds(5).toNanos();
      recorder.ended(new ConnectionEnd(START, Duration.ofSeconds(5), By.CLIENT, 1000, ""));
      recorder.ended(new ConnectionEnd(START, Duration.ofSeconds(5), By.PEER, 1001, ""));
      succeed();
    }
    assertEquals(List.of("up"), states());
  }

  private static final TargetFinding IDLE =
      new TargetFinding("idle-timeout", "both", "problem", "A WebSocket is cut after 60 s.");

  private static final TargetFinding LIMIT =
      new TargetFinding("message-limit", null, "warning", "Messages end at 64 KiB.");

  @Test
  @DisplayName("a change of what checks find is told, and the same findings are not told again")
  void findings() {
    FindingsChange first = recorder.checked(List.of(IDLE));
    assertEquals("a: A WebSocket is cut after 60 s.", first.summary());
    TargetFinding again = new TargetFinding("idle-timeout", "both", "problem", "After 60.1 s.");
    assertNull(recorder.checked(List.of(again)));
    FindingsChange second = recorder.checked(List.of(LIMIT));
    assertEquals("a: Messages end at 64 KiB. No more: idle-timeout.", second.summary());
    assertEquals(List.of(again), second.gone());
    assertEquals("findings.changed", second.toJson().getString("type"));
    assertEquals("a: No more: message-limit.", recorder.checked(List.of()).summary());
  }

  @Test
  @DisplayName("findings are metrics and part of the status, until they are found no more")
  void findingsShown() {
    recorder.checked(List.of(IDLE, new TargetFinding("idle-timeout", null, "problem", "Twice.")));
    assertTrue(collects("wsgauge_client_findings", "", 2));
    assertEquals(1, points("wsgauge_client_findings"));
    String status = registry.snapshot(true).targets().get("a").toString();
    assertTrue(
        status.contains(
            "\"findings\":[{\"id\":\"idle-timeout\",\"direction\":\"both\",\"severity\":\"problem\","),
        status);
    recorder.checked(List.of());
    assertEquals(0, points("wsgauge_client_findings"));
  }

  private void silence(Outcome outcome, long seconds) {
    recorder.record(
        new ProbeResult(
            "a",
            1,
            START,
            Duration.ZERO,
            Map.of(Phase.IDLE, Duration.ofSeconds(seconds)),
            outcome,
            null),
        now,
        true);
  }

  @Test
  @DisplayName("of the last silences the longest that was survived and the shortest that was cut")
  void silences() {
    silence(new Succeeded(null), 30);
    silence(new Succeeded(null), 45);
    silence(new Failed(Reason.CUT_WITHOUT_CLOSE, Phase.IDLE, ""), 61);
    silence(new Failed(Reason.REPLY_TIMEOUT, Phase.REPLY, ""), 60);
    silence(new Failed(Reason.REPLY_MISMATCH, Phase.REPLY, ""), 50);
    assertTrue(collects("wsgauge_client_silence_survived_seconds", "", 45));
    assertTrue(collects("wsgauge_client_silence_cut_seconds", "", 60));
    for (int i = 0; i < 20; i++) {
      silence(new Succeeded(null), 75);
    }
    assertTrue(collects("wsgauge_client_silence_survived_seconds", "", 75));
    assertEquals(0, points("wsgauge_client_silence_cut_seconds"));
  }

  private long points(String name) {
    return metrics.client().collect().stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .mapToLong(metric -> metric.getDataPoints().size())
        .sum();
  }

  @Test
  @DisplayName("to who does not want to know of unstable, it is up")
  void hidden() {
    succeed();
    for (int i = 0; i < 6; i++) {
      cut();
    }
    StateChange seen = changes.get(changes.size() - 1).withoutUnstable();
    assertEquals("up", seen.to());
    assertEquals(null, seen.text());
  }
}
