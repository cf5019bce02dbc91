package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a second port takes away from the first. */
@ExtendWith(VertxExtension.class)
class ManagementIT {
  private static final List<String> APART =
      List.of("/metrics", "/api/targets", "/api/results", "/info", "/probe?target=a");
  private static final List<String> BOTH =
      List.of("/", "/page/try/try.js", "/health/live", "/health/ready", "/scenarios");

  private static TestService start(Vertx vertx) throws Exception {
    return TestService.start(vertx, "{\"server\": {\"management\": {\"port\": 0}}}");
  }

  private static Answer get(int port, String target) {
    return Answer.to(port, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static int status(int port, String target) {
    try (RawClient client = RawClient.connect(port)) {
      client.sendText("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return Integer.parseInt(client.readHead().split(" ", 3)[1]);
    }
  }

  @Test
  @DisplayName("what is for the operator is at the second port, and at the first said to be there")
  void apart(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    int management = service.management().getPort();
    assertNotEquals(service.port(), management);
    for (String target : APART) {
      assertEquals(target.startsWith("/probe") ? 404 : 200, status(management, target), target);
      Answer answer = get(service.port(), target);
      assertEquals(404, answer.status(), target);
      String path = target.replaceAll("\\?.*", "");
      assertEquals(path + " is at server.management.port alone", answer.detail());
    }
    for (String target : BOTH) {
      assertEquals(200, status(management, target), target);
      assertEquals(200, status(service.port(), target), target);
    }
  }

  @Test
  @DisplayName("the WebSocket is at the first port alone, of which the page at the second knows")
  void webSocket(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    int management = service.management().getPort();
    RawClient.upgraded(service.port(), "/ws").close();
    assertEquals(404, Answer.to(management, RawClient.upgradeRequest("/ws", "")).status());
    assertEquals(404, status(management, "/ws"));
    assertEquals(
        new JsonObject().put("socketPath", "/ws").put("socketPort", service.port()),
        new JsonObject(get(management, "/page/settings.json").body()));
    assertEquals(
        new JsonObject().put("socketPath", "/ws"),
        new JsonObject(get(service.port(), "/page/settings.json").body()));
  }

  @Test
  @DisplayName("allowed hosts are held to at both ports")
  void allowedHosts(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            "{\"server\": {\"allowedHosts\": [\"a.example\"], \"management\": {\"port\": 0}}}");
    assertEquals(421, status(service.management().getPort(), "/metrics"));
    assertEquals(421, status(service.port(), "/"));
    assertEquals(200, status(service.management().getPort(), "/health/live"));
  }

  @Test
  @DisplayName("the second port answers until the WebSockets of the first have ended")
  void stop(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"shutdownTimeout\": \"20s\", \"management\": {\"port\": 0}}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      Future<?> stopped = service.stopping();
      assertEquals(1001, client.readFrame().closeCode());
      assertEquals(503, status(service.management().getPort(), "/health/ready"));
      assertEquals(200, status(service.management().getPort(), "/metrics"));
      client.sendFrame(0x88, new byte[] {3, (byte) 0xe9});
      stopped.await(20, TimeUnit.SECONDS);
    }
  }
}
