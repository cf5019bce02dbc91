package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StateChangeTest {
  private static final Instant AT = Instant.parse("2026-11-22T23:00:00Z");

  @Test
  @DisplayName("the event tells of target, states, time and failure")
  void down() {
    StateChange change =
        new StateChange(
            "self",
            "ws://127.0.0.1:8080/ws",
            Map.of("team", "core"),
            "failing",
            "down",
            AT,
            "connect-refused",
            "nobody listens there",
            3,
            "https://ops.example.org/gauge/#targets/self");
    assertEquals(
        new JsonObject(
            """
            {"type": "state.changed", "timestamp": "2026-11-22T23:00:00.000Z", "data":
              {"target": "self", "url": "ws://127.0.0.1:8080/ws", "labels": {"team": "core"},
               "from": "failing", "to": "down", "reason": "connect-refused",
               "text": "nobody listens there", "failuresInRow": 3,
               "page": "https://ops.example.org/gauge/#targets/self"}}
            """),
        change.toJson());
  }

  @Test
  @DisplayName("on the way up there is no failure to tell of")
  void up() {
    assertEquals(
        new JsonObject(
            """
            {"type": "state.changed", "timestamp": "2026-11-22T23:00:00.000Z", "data":
              {"target": "self", "url": "ws://127.0.0.1:8080/ws", "labels": {},
               "from": "down", "to": "up", "failuresInRow": 0}}
            """),
        up("ws://127.0.0.1:8080/ws").toJson());
  }

  @Test
  @DisplayName("credentials in the URL are masked")
  void masked() {
    assertEquals(
        "wss://***@example.org/ws?token=***",
        up("wss://me:secret@example.org/ws?token=abc")
            .toJson()
            .getJsonObject("data")
            .getString("url"));
  }

  private static StateChange up(String url) {
    return new StateChange("self", url, Map.of(), "down", "up", AT, null, null, 0, null);
  }
}
