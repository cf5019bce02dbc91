package io.wsgauge.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetStatusTest {
  private static final Instant SINCE = Instant.parse("2026-11-22T22:00:00Z");

  private final AtomicLong clock = new AtomicLong();
  private final TargetStatus watched =
      new TargetStatus(ProbeResults.description("a"), new EventStreams(), SINCE, clock::get);

  private JsonObject json() {
    return StatusJson.target(watched.snapshot(), true).toJsonObject();
  }

  private void succeed(long sequence) {
    watched.record(ProbeResults.succeeded("a", sequence, Duration.ofMillis(1)), State.UP);
  }

  private void fail(long sequence) {
    watched.record(ProbeResults.failed("a", sequence, "nothing"), State.FAILING);
  }

  private ConnectionEnd lifetime(int code) {
    return new ConnectionEnd(SINCE, Duration.ofMillis(123_400), By.PEER, code, "bye");
  }

  @Test
  @DisplayName("a target of which nothing is known yet says what it is, its credentials masked")
  void nothingYet() {
    JsonObject json = json();
    json.remove("percentiles");
    assertEquals(
        new JsonObject(
            """
            {"name":"a","url":"ws://***@127.0.0.1:8080/ws","labels":{"team":"core"},
             "kind":"message","connection":"keep","interval":1.0,"timeout":5.0,
             "page":"https://ops.example.org/gauge/#targets/a",
             "state":"unknown","since":"2026-11-22T22:00:00.000Z","unstable":null,"check":null,
             "last":null,"lastSuccess":null,"lastFailure":null,"lastConnection":null,
             "results":[],"historyFrom":null,"lifetimes":[]}
            """),
        json);
  }

  @Test
  @DisplayName("a result is told whole as the last, and in brief in the history")
  void results() {
    succeed(1);
    fail(2);
    JsonObject json = json();
    assertEquals(
        ResultJson.of(ProbeResults.failed("a", 2, "nothing")).toJsonObject(),
        json.getJsonObject("last"));
    assertEquals(json.getJsonObject("last"), json.getJsonObject("lastFailure"));
    assertEquals("2026-11-22T23:00:01.123Z", json.getString("lastSuccess"));
    assertEquals("2026-11-22T23:00:01.123Z", json.getString("historyFrom"));
    assertEquals(
        new JsonArray(
            """
            [{"sequence":1,"time":"2026-11-22T23:00:01.123Z","success":true,"duration":0.002,
              "roundTrip":0.001},
             {"sequence":2,"time":"2026-11-22T23:00:02.123Z","success":false,"duration":0.002,
              "reason":"reply-timeout"}]
            """),
        json.getJsonArray("results"));
  }

  @Test
  @DisplayName("a success leaves the last failure, and a failure the last success")
  void lastOfEach() {
    fail(1);
    succeed(2);
    JsonObject json = json();
    assertTrue(json.getJsonObject("last").getBoolean("success"));
    assertEquals(1, json.getJsonObject("lastFailure").getLong("sequence"));
    assertEquals("2026-11-22T23:00:02.123Z", json.getString("lastSuccess"));
  }

  @Test
  @DisplayName("sixty results are kept, oldest first, and it is told how far they reach back")
  void resultsAreBounded() {
    for (int i = 1; i <= 100; i++) {
      succeed(i);
    }
    JsonObject json = json();
    JsonArray results = json.getJsonArray("results");
    assertEquals(60, results.size());
    assertEquals(41, results.getJsonObject(0).getLong("sequence"));
    assertEquals(100, results.getJsonObject(59).getLong("sequence"));
    assertEquals(results.getJsonObject(0).getString("time"), json.getString("historyFrom"));
  }

  @Test
  @DisplayName("twenty lifetimes are kept, newest last")
  void lifetimesAreBounded() {
    for (int i = 0; i < 30; i++) {
      watched.ended(lifetime(4000 + i));
    }
    JsonArray lifetimes = json().getJsonArray("lifetimes");
    assertEquals(20, lifetimes.size());
    assertEquals(
        new JsonObject()
            .put("ended", "2026-11-22T22:00:00.000Z")
            .put("lifetime", 123.4)
            .put("by", "peer")
            .put("code", 4029)
            .put("reason", "bye"),
        lifetimes.getJsonObject(19));
  }

  @Test
  @DisplayName("the end of a connection without a close frame has no code")
  void lifetimeWithoutCode() {
    watched.ended(lifetime(0));
    assertFalse(json().getJsonArray("lifetimes").getJsonObject(0).containsKey("code"));
  }

  @Test
  @DisplayName("a changed state is told with when it changed")
  void state() {
    watched.changed(State.UNKNOWN, State.DOWN, SINCE.plusSeconds(7), Reason.TLS_EXPIRED);
    JsonObject json = json();
    assertEquals("down", json.getString("state"));
    assertEquals("2026-11-22T22:00:07.000Z", json.getString("since"));
  }

  @Test
  @DisplayName("each window tells of the runs in it")
  void percentiles() {
    succeed(1);
    clock.addAndGet(Duration.ofMinutes(2).toNanos());
    fail(2);
    JsonObject windows = json().getJsonObject("percentiles");
    assertEquals(1, windows.getJsonObject("1m").getLong("count"));
    assertEquals(2, windows.getJsonObject("5m").getLong("count"));
    assertEquals(120.0, windows.getJsonObject("5m").getDouble("covers"));
    assertEquals(1, windows.getJsonObject("1h").getLong("failures"));
    assertEquals(0.001, windows.getJsonObject("1h").getDouble("p99"), 0.00001);
  }

  @Test
  @DisplayName("where nothing is asked, the percentiles are of the whole run")
  void noRoundTrip() {
    watched.record(ProbeResults.succeeded("a", 1, null), State.UP);
    JsonObject window = json().getJsonObject("percentiles").getJsonObject("1m");
    assertEquals(0.002, window.getDouble("p50"), 0.00002);
  }
}
