package io.wsgauge.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Outcome;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Golden samples: the order of the fields and the form of each value are part of the interface. */
class StatusJsonTest {
  /** Without milliseconds, which are written all the same. */
  private static final Instant AT = Instant.parse("2026-11-22T22:59:00Z");

  private final AtomicLong clock = new AtomicLong();
  private final TargetStatus target =
      new TargetStatus(ProbeResults.description("a"), new EventStreams(), AT, clock::get);

  private static String sample(String name) throws IOException {
    try (InputStream in = StatusJsonTest.class.getResourceAsStream("/status/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Compared as text, since objects are equal in any order. */
  private static void assertJson(String expected, Buffer actual) {
    assertEquals(new JsonObject(expected).toBuffer().toString(), actual.toString());
  }

  private static ProbeResult result(
      long sequence,
      Duration duration,
      Map<Phase, Duration> phases,
      Outcome outcome,
      ConnectionInfo opened) {
    return new ProbeResult(
        "a", sequence, AT.plusSeconds(sequence), duration, phases, outcome, opened);
  }

  private static InetSocketAddress address(String literal, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(literal), port);
  }

  private static ProbeResult success() throws UnknownHostException {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    phases.put(Phase.RESOLVE, Duration.ofNanos(250_000));
    phases.put(Phase.CONNECT, Duration.ofMillis(1));
    phases.put(Phase.TLS, Duration.ofMillis(12));
    phases.put(Phase.UPGRADE, Duration.ofMillis(3));
    phases.put(Phase.REPLY, Duration.ofNanos(1_500_000));
    return result(
        1,
        Duration.ofNanos(17_750_000),
        phases,
        new Succeeded(Duration.ofNanos(1_500_000)),
        new ConnectionInfo(
            address("::1", 8443),
            101,
            true,
            Map.of(),
            "chat",
            "permessage-deflate",
            Instant.parse("2027-03-01T12:00:00Z"),
            "TLSv1.3"));
  }

  private static ProbeResult refused() throws UnknownHostException {
    Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    phases.put(Phase.CONNECT, Duration.ofMillis(1));
    phases.put(Phase.UPGRADE, Duration.ofMillis(2));
    Map<String, String> headers =
        new TreeMap<>(Map.of("retry-after", "5", "server", "a \"proxy\" \\ ü😀"));
    return result(
        2,
        Duration.ofSeconds(3),
        phases,
        new Failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, "503 two\nlines", 503, 0),
        new ConnectionInfo(address("192.0.2.1", 80), 503, false, headers, "", "", null, null));
  }

  private static ProbeResult closed() {
    return result(
        3,
        Duration.ofMillis(2),
        Map.of(),
        new Failed(Reason.CLOSED_BY_PEER, Phase.REPLY, "bye", 0, 4001),
        null);
  }

  @Test
  @DisplayName("a success is one line with its phases and its connection")
  void succeededResult() throws Exception {
    assertJson(sample("success"), ResultJson.of(success()));
  }

  @Test
  @DisplayName("a refused upgrade has its status and headers, what a peer sent being escaped")
  void refusedResult() throws Exception {
    assertJson(sample("refused"), ResultJson.of(refused()));
  }

  @Test
  @DisplayName("a close has its code and who sent it, and no connection where none was opened")
  void closedResult() throws Exception {
    assertJson(sample("closed"), ResultJson.of(closed()));
  }

  @Test
  @DisplayName("text that is not valid Unicode is written all the same")
  void loneSurrogate() {
    Failed failed = new Failed(Reason.REPLY_MISMATCH, Phase.REPLY, "half \ud83d");
    ProbeResult result = result(1, Duration.ZERO, Map.of(), failed, null);
    assertEquals(
        "half \ud83d",
        ResultJson.of(result).toJsonObject().getJsonObject("failure").getString("detail"));
  }

  @Test
  @DisplayName("the event of a result has the state after it as its last field")
  void resultEvent() throws Exception {
    JsonObject expected = new JsonObject(sample("closed")).put("state", "down");
    assertJson(expected.encode(), StatusJson.result(closed(), State.DOWN));
  }

  @Test
  @DisplayName("the event of a state has both states, and the reason where it is not up")
  void stateEvent() {
    assertJson(
        """
        {"target": "a", "state": "down", "from": "failing", "time": "2026-11-22T22:59:00.000Z",
         "reason": "tls-expired"}
        """,
        StatusJson.stateChange("a", State.FAILING, State.DOWN, AT, Reason.TLS_EXPIRED, null));
    assertJson(
        """
        {"target": "a", "state": "up", "from": "down", "time": "2026-11-22T22:59:00.000Z"}
        """,
        StatusJson.stateChange("a", State.DOWN, State.UP, AT, null, null));
  }

  @Test
  @DisplayName("a target has all of its fields, in their order")
  void wholeTarget() throws Exception {
    target.record(success(), State.UP);
    clock.addAndGet(Duration.ofMillis(62_500).toNanos());
    target.record(refused(), State.FAILING);
    target.record(closed(), State.DOWN);
    target.changed(State.FAILING, State.DOWN, AT.plusSeconds(9), Reason.CLOSED_BY_PEER);
    target.ended(
        new ConnectionEnd(AT.plusSeconds(2), Duration.ofMillis(123_400), By.PEER, 1000, "bye"));
    target.ended(new ConnectionEnd(AT.plusSeconds(3), Duration.ofSeconds(1), By.CUT, 0, "reset"));
    assertJson(sample("target"), StatusJson.target(target.snapshot(), true));
  }

  @Test
  @DisplayName("the targets are one object with the time, and those that are named alone")
  void targets() {
    TargetRegistry registry = new TargetRegistry("");
    registry.add(ProbeResults.description("a"));
    registry.add(ProbeResults.description("b"));
    StatusSnapshot now = new StatusSnapshot(AT, registry.snapshot(true).targets());
    Buffer all = Buffer.buffer();
    now.of(Set.of()).forEach(all::appendBuffer);
    JsonObject json = all.toJsonObject();
    assertEquals("2026-11-22T22:59:00.000Z", json.getString("time"));
    assertEquals(2, json.getJsonArray("targets").size());
    Buffer one = Buffer.buffer();
    now.of(Set.of("b")).forEach(one::appendBuffer);
    assertEquals(
        "b", one.toJsonObject().getJsonArray("targets").getJsonObject(0).getString("name"));
  }
}
