package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in though the upgrade is correct, and what an answer gives away. */
@ExtendWith(VertxExtension.class)
class GuardsIT {
  private static final String PLAIN = " HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** What an answer is made with. */
  private static final Pattern SOFTWARE =
      Pattern.compile(
          "^(server|x-powered-by|via):|vert\\.?x|netty|java/|jdk|wsgauge[/ ]|\\d+\\.\\d+\\.\\d+",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  @Test
  @DisplayName("one too many from an address is 429 and told when to come again")
  void perAddress(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"socket\": {\"maxConnectionsPerAddress\": 1, \"retryAfter\": \"7s\"}}");
    try (RawClient first = RawClient.upgraded(service.port(), "/ws")) {
      Answer refused = Answer.to(service.port(), RawClient.upgradeRequest("/ws", ""));
      assertEquals(429, refused.status());
      assertTrue(refused.hasHeader("Retry-After: 7"), refused.head());
      assertEquals(
          "your address already has 1 connection (socket.maxConnectionsPerAddress)",
          refused.detail());
      assertEquals(429, Answer.to(service.port(), "GET /ws" + PLAIN).status());
      assertTrue(first.isOpen());
    }
    RawClient.awaitUpgrade(service.port(), "/ws").close();
  }

  @Test
  @DisplayName("one too many in all is 503 and told when to come again")
  void inAll(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"maxConnections\": 1, \"retryAfter\": \"7s\"}}");
    try (RawClient first = RawClient.upgraded(service.port(), "/ws")) {
      Answer refused = Answer.to(service.port(), RawClient.upgradeRequest("/ws", ""));
      assertEquals(503, refused.status());
      assertTrue(refused.hasHeader("Retry-After: 7"), refused.head());
      assertTrue(first.isOpen());
    }
  }

  @Test
  @DisplayName("where an origin is required, who has none is 403, and who has one is let in")
  void requireOrigin(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"requireOrigin": true, "allowedOrigins": ["https://*.example.org"]}}
            """);
    Answer refused = Answer.to(service.port(), RawClient.upgradeRequest("/ws", ""));
    assertEquals(403, refused.status());
    assertEquals("an Origin header is required (socket.requireOrigin)", refused.detail());
    String origin = "Origin: https://a.example.org\r\n";
    assertEquals(101, Answer.to(service.port(), RawClient.upgradeRequest("/ws", origin)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "GET /page/settings.json HTTP/1.1",
        "GET /health/ready HTTP/1.1",
        "GET /none HTTP/1.1",
        "POST / HTTP/1.1",
        "GET /ws HTTP/1.1",
        "GET / HTTQ/1.1"
      })
  @DisplayName("no header tells which software answers, nor its version")
  void noSoftware(String requestLine, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertNotTold(Answer.to(service.port(), requestLine + "\r\nHost: localhost\r\n\r\n"));
  }

  @Test
  @DisplayName("nor does the answer to an upgrade")
  void noSoftwareOfAnUpgrade(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertNotTold(Answer.to(service.port(), RawClient.upgradeRequest("/ws", "")));
    assertNotTold(Answer.to(service.port(), RawClient.upgradeRequest("/none", "")));
  }

  private static void assertNotTold(Answer answer) {
    assertFalse(SOFTWARE.matcher(answer.head()).find(), answer.head());
  }
}
