package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a plain request is told of the upgrade that its query asks for. */
@ExtendWith(VertxExtension.class)
class PlainRequestIT {
  private static Answer get(Vertx vertx, String config, String query) throws TimeoutException {
    return Answer.to(
        TestService.start(vertx, config).port(),
        "GET /ws?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  @Test
  @DisplayName("a query that is no scenario is 400 with the reason")
  void invalid(Vertx vertx) throws Exception {
    Answer answer = get(vertx, "{}", "delay=99h");
    assertEquals(400, answer.status());
    assertTrue(answer.detail().startsWith("delay=99h: must be a duration"), answer.detail());
  }

  @Test
  @DisplayName("a refusal that the query asks for comes with its headers, and at once")
  void refusal(Vertx vertx) throws Exception {
    Answer answer = get(vertx, "{}", "status=503&retryAfter=7&handshakeDelay=30s");
    assertEquals(503, answer.status());
    assertTrue(answer.hasHeader("Retry-After: 7"), answer.head());
  }

  @Test
  @DisplayName("a scenario that would be let in is 426")
  void letIn(Vertx vertx) throws Exception {
    assertEquals(426, get(vertx, "{}", "delay=1s").status());
  }

  @Test
  @DisplayName("who is not let in is not told what is wrong with the query")
  void guarded(Vertx vertx) throws Exception {
    assertEquals(403, get(vertx, "{\"socket\": {\"requireOrigin\": true}}", "delay=99h").status());
  }

  @Test
  @DisplayName("without scenarios the query says nothing")
  void disabled(Vertx vertx) throws Exception {
    assertEquals(426, get(vertx, "{\"scenario\": {\"enabled\": false}}", "delay=99h").status());
  }
}
