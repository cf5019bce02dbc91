package io.wsgauge.check.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportDiffTest {
  private static JsonObject report(List<String> measured, JsonObject... findings) {
    JsonArray steps = new JsonArray();
    measured.forEach(
        name -> steps.add(new JsonObject().put("name", name).put("state", "measured")));
    steps.add(new JsonObject().put("name", "throughput").put("state", "not-measured"));
    return new JsonObject()
        .put("url", "wss://a/ws")
        .put("started", "2026-11-22T23:00:00.000Z")
        .put("verdict", findings.length == 0 ? "fine" : "problem")
        .put("findings", new JsonArray(List.of(findings)))
        .put("steps", steps);
  }

  private static JsonObject finding(String id, String direction, String step, JsonObject value) {
    return new JsonObject()
        .put("id", id)
        .put("severity", "problem")
        .put("direction", direction)
        .put("sentence", "The sentence of " + id + ".")
        .put("value", value)
        .put("evidence", new JsonArray(List.of(step)));
  }

  private static JsonObject idle(double seconds) {
    return finding(
        "idle-timeout",
        "both",
        "silence",
        new JsonObject().put("seconds", seconds).put("samples", 3).put("min", seconds - 0.05));
  }

  private static JsonObject limit(String direction) {
    return finding("message-limit", direction, "sizes", new JsonObject().put("bytes", 65536));
  }

  private static final List<String> ALL = List.of("silence", "sizes");

  @Test
  @DisplayName("a finding that is gone was mended, and one that is new broke")
  void mendedAndBroke() {
    ReportDiff diff = ReportDiff.of(report(ALL, idle(60)), report(ALL, limit("client-to-server")));
    assertEquals(List.of(idle(60)), diff.mended());
    assertEquals(List.of(limit("client-to-server")), diff.broke());
    assertEquals(
        """
        before    2026-11-22T23:00:00.000Z  problem  wss://a/ws
        after     2026-11-22T23:00:00.000Z  problem  wss://a/ws

        mended    idle-timeout both  The sentence of idle-timeout.
        broke     message-limit client-to-server  The sentence of message-limit.
        """,
        String.join("\n", diff.toText()) + "\n");
  }

  @Test
  @DisplayName("the same timer measured twice is the same, another one is a change")
  void values() {
    JsonObject again = idle(60.08);
    again.getJsonObject("value").put("samples", 9);
    assertEquals(1, ReportDiff.of(report(ALL, idle(60)), report(ALL, again)).same().size());
    ReportDiff diff = ReportDiff.of(report(ALL, idle(60)), report(ALL, idle(75)));
    assertEquals(List.of(new ReportDiff.Change(idle(60), idle(75))), diff.changed());
    assertEquals(List.of(), diff.mended());
  }

  @Test
  @DisplayName("the other direction is another finding")
  void directions() {
    ReportDiff diff =
        ReportDiff.of(
            report(ALL, limit("client-to-server")), report(ALL, limit("server-to-client")));
    assertEquals(1, diff.mended().size());
    assertEquals(1, diff.broke().size());
  }

  @Test
  @DisplayName("what one of the two has not measured is neither mended nor broken")
  void notMeasured() {
    List<String> quick = List.of("sizes");
    assertEquals(List.of(idle(60)), ReportDiff.of(report(ALL, idle(60)), report(quick)).unknown());
    ReportDiff diff = ReportDiff.of(report(quick), report(ALL, idle(60)));
    assertEquals(List.of(idle(60)), diff.unknown());
    assertEquals(List.of(), diff.broke());
  }

  @Test
  @DisplayName("another severity is a change")
  void severity() {
    ReportDiff diff =
        ReportDiff.of(report(ALL, idle(60)), report(ALL, idle(60).put("severity", "note")));
    assertEquals(1, diff.changed().size());
    assertEquals(1, diff.toJson().getJsonArray("changed").size());
  }
}
