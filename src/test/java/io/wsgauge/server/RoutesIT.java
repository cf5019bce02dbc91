package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class RoutesIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page/settings.json",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/probe?target=self",
        "/api/targets",
        "/api/results",
        "/scenarios",
        "/info"
      })
  @DisplayName("what is there for GET is there for HEAD, without a body")
  void head(String target, Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"client\": {\"targets\": [{\"name\": \"self\", \"url\": \"self\"}]}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText("HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      client.sendText("GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals("not-found", Answer.read(client).rule());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page/settings.json", "/api/targets", "/scenarios", "/info"})
  @DisplayName("JSON has its type, and is not to be stored")
  void json(String target, Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(),
            "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(answer.hasHeader("Content-Type: application/json"), answer.head());
    assertTrue(answer.hasHeader("Cache-Control: no-store"), answer.head());
  }
}
