package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long and how large a request may be. */
@ExtendWith(VertxExtension.class)
class RequestBoundsIT {
  private static RawClient connect(Vertx vertx, String server) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {" + server + "}}");
    return RawClient.connect(service.port());
  }

  private static void assertRefused(RawClient client, int status, String rule, String detail) {
    Answer answer = Answer.read(client);
    assertEquals(status, answer.status());
    assertEquals(rule, answer.rule());
    assertEquals(detail, answer.detail());
    assertTrue(client.readsEnd());
  }

  @Test
  @DisplayName("a head that does not come in whole is 408")
  void slowHead(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"requestTimeout\": \"300ms\"")) {
      client.sendText("GET / HTTP/1.1\r\nHost: local");
      assertRefused(
          client,
          408,
          "request-timeout",
          "the request did not come in within 300 ms (server.requestTimeout)");
    }
  }

  @Test
  @DisplayName("a head that comes byte by byte is 408, though the connection is never idle")
  void trickle(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"requestTimeout\": \"500ms\"")) {
      Thread trickle = new Thread(() -> trickle(client));
      trickle.start();
      assertTrue(client.readHead().startsWith("HTTP/1.1 408 "));
      assertTrue(client.readsEnd());
      trickle.interrupt();
      trickle.join(10_000);
    }
  }

  private static void trickle(RawClient client) {
    try {
      for (String text = "GET / HTTP/1.1\r\nX: "; ; text = "x") {
        client.sendText(text);
        Thread.sleep(20); // that is what the attack consists of
      }
    } catch (InterruptedException | RuntimeException e) {
      // it has been answered
    }
  }

  @Test
  @DisplayName("the second request of a connection has as much time, counted from its first byte")
  void secondHead(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"requestTimeout\": \"300ms\"")) {
      client.sendText("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      client.readBody(client.readHead());
      client.sendText("G");
      assertRefused(
          client,
          408,
          "request-timeout",
          "the request did not come in within 300 ms (server.requestTimeout)");
    }
  }

  @Test
  @DisplayName("a connection may be silent between requests for longer than a request may take")
  void silentBetween(Vertx vertx) throws Exception {
    try (RawClient client =
        connect(vertx, "\"requestTimeout\": \"200ms\", \"idleTimeout\": \"800ms\"")) {
      client.sendText("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      client.readBody(client.readHead());
      assertEquals("", client.readToEnd());
    }
  }

  @Test
  @DisplayName("a connection on which nothing comes is cut")
  void silent(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"requestTimeout\": \"200ms\"")) {
      assertEquals("", client.readToEnd());
    }
  }

  @Test
  @DisplayName("a body that does not come in whole is cut, after its answer")
  void slowBody(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"requestTimeout\": \"300ms\"")) {
      client.sendText("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na");
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 405 "), head);
      client.readBody(head);
      assertEquals("", client.readToEnd());
    }
  }

  @Test
  @DisplayName("a WebSocket is no request, and lasts longer")
  void webSocket(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"server": {"requestTimeout": "100ms"}, "socket": {"idleTimeout": "800ms"}}
            """);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendHex("81"); // not even a whole frame
      assertEquals(1001, client.readFrame().closeCode());
    }
  }

  @Test
  @DisplayName("a request line over the limit is 414")
  void longRequestLine(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxRequestLineSize\": 1000")) {
      client.sendText("GET /" + "a".repeat(1000) + " HTTP/1.1\r\n\r\n");
      assertRefused(
          client,
          414,
          "request-line-too-long",
          "the request line is over server.maxRequestLineSize, 1000 bytes");
    }
  }

  @Test
  @DisplayName("headers over the limit are 431")
  void longHeaders(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxHeaderSize\": 1000")) {
      client.sendText("GET / HTTP/1.1\r\n" + ("X: " + "a".repeat(97) + "\r\n").repeat(11));
      assertRefused(
          client,
          431,
          "headers-too-large",
          "the headers are over server.maxHeaderSize, 1000 bytes");
    }
  }

  @Test
  @DisplayName("more than 200 headers are 431, of one name as well")
  void manyHeaders(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxHeaderSize\": 8192")) {
      client.sendText("GET / HTTP/1.1\r\nHost: a\r\n" + "X: \r\n".repeat(200) + "\r\n");
      assertRefused(client, 431, "headers-too-large", "there are more than 200 headers");
    }
  }
}
