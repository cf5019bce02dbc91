package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TargetCheckIT {
  private static Answer get(TestService service, String path) {
    return Answer.to(service.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /** The data of the first event of that name. */
  private static JsonObject event(TestService service, String name) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + "/api/results");
    URLConnection connection = uri.toURL().openConnection();
    connection.setReadTimeout(60_000);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      while (!lines.readLine().equals("event: " + name)) {
        // others do not matter here
      }
      return new JsonObject(lines.readLine().substring("data: ".length()));
    }
  }

  /** The first check begins after ten seconds. */
  @Test
  @Timeout(value = 120, timeUnit = TimeUnit.SECONDS)
  @DisplayName(
      "a target is checked beside its runs: an event, its status and its metrics tell what")
  void check(Vertx vertx) throws Exception {
    int closed;
    try (RawServer server = RawServer.start(peer -> {})) {
      closed = server.port();
    }
    TestService service =
        TestService.start(
            vertx,
            """
            {"client": {"targets": [{"name": "a", "url": "ws://127.0.0.1:%d/", "check": "1m"}]}}
            """
                .formatted(closed));
    JsonObject event = event(service, "findings");
    assertEquals("a", event.getString("target"));
    JsonObject finding = event.getJsonArray("findings").getJsonObject(0);
    assertEquals("connect-refused", finding.getString("id"));
    JsonObject target =
        new JsonObject(get(service, "/api/targets").body())
            .getJsonArray("targets")
            .getJsonObject(0);
    assertEquals(
        event.getJsonArray("findings"), target.getJsonObject("check").getValue("findings"));
    String metrics = get(service, "/metrics").body();
    assertTrue(
        metrics.contains(
            "wsgauge_client_findings{id=\"connect-refused\",severity=\"problem\",target=\"a\"} 1"),
        metrics);
  }
}
