package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server has answered, in the header of the answer (RFC 9651). */
@ExtendWith(VertxExtension.class)
class ServerIdentityIT {
  private static final String TIME = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

  private static String head(TestService service, String request) {
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(request);
      return client.readHead();
    }
  }

  /** The header's line; empty without one. */
  private static String identity(String head) {
    return head.lines().filter(line -> line.startsWith("Wsgauge: ")).findFirst().orElse("");
  }

  private static TestService start(Vertx vertx) throws Exception {
    return TestService.start(vertx, "{\"server\": {\"name\": \"n 1\"}}");
  }

  @Test
  @DisplayName("the answer to an upgrade says the node, the number of the connection, and the time")
  void upgrade(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (int i = 1; i <= 2; i++) {
      String identity = identity(head(service, RawClient.upgradeRequest("/ws", "")));
      assertTrue(
          identity.matches("Wsgauge: node=\"n 1\", connection=" + i + ", time=" + TIME), identity);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/elsewhere, 404",
    "/ws?reply=nothing, 400",
    "/ws?status=200, 200",
    "/ws?status=307&location=/, 307",
    "/ws?status=503&handshakeDelay=10ms, 503",
  })
  @DisplayName("so does the refusal of one, without a number")
  void refusal(String path, int status, Vertx vertx) throws Exception {
    String head = head(start(vertx), RawClient.upgradeRequest(path, ""));
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    assertTrue(identity(head).matches("Wsgauge: node=\"n 1\", time=" + TIME), head);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ws HTTP/1.1, 426",
    "GET /nothing HTTP/1.1, 404",
    "GARBAGE, 400",
  })
  @DisplayName("so does what may have been an upgrade before a proxy, or is no request at all")
  void error(String line, int status, Vertx vertx) throws Exception {
    String head = head(start(vertx), line + "\r\nHost: localhost\r\n\r\n");
    assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
    assertTrue(identity(head).matches("Wsgauge: node=\"n 1\", time=" + TIME), head);
  }

  @Test
  @DisplayName("what is answered as it asks does not say so")
  void plain(Vertx vertx) throws Exception {
    String head = head(start(vertx), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
    assertFalse(head.contains("Wsgauge"), head);
  }

  @Test
  @DisplayName("server.identity: false says nothing")
  void off(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"identity\": false}}");
    for (String path : new String[] {"/ws", "/nothing"}) {
      assertFalse(head(service, RawClient.upgradeRequest(path, "")).contains("Wsgauge"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a, node=\"a\"",
        "a\"\\b, node=\"a\\\"\\\\b\"",
        "grün%, node=%\"gr%c3%bcn%25\"",
      })
  @DisplayName("any name is a String or a Display String")
  void names(String name, String value) {
    assertEquals(value, new ServerIdentity(name).value().split(", time=", 2)[0]);
  }
}
