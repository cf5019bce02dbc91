package io.wsgauge.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a WebSocket and who an answer instead (RFC 6455, section 4.2). */
@ExtendWith(VertxExtension.class)
class UpgradeIT {
  @Test
  @DisplayName("an upgrade is answered with 101 and the accept key of section 1.3")
  void upgrades(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws?deflate=no", "Origin: https://any.example\r\n"));
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      assertTrue(new Answer(head, "").hasHeader("Sec-WebSocket-Accept: " + RawClient.ACCEPT), head);
    }
  }

  @Test
  @DisplayName("a header Upgrade that lists other protocols as well is understood")
  void upgradeList(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws", "")
              .replace("Upgrade: websocket", "Upgrade: foo, WebSocket"));
      assertTrue(client.readHead().startsWith("HTTP/1.1 101 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"|", "{", "}", "^", "`", "\\"})
  @DisplayName("what browsers leave as it is in a query is understood, though in no URI")
  void queryOfBrowsers(String character, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?text=a" + character)) {
      client.sendHex("81 80 00000000");
      assertEquals("a" + character, client.readFrame().text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "<", ">"})
  @DisplayName(
      "what browsers encode is refused with a reason, and is no handshake that was accepted")
  void noUri(String character, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    Answer answer =
        Answer.to(service.port(), RawClient.upgradeRequest("/ws?text=a" + character, ""));
    assertEquals(400, answer.status());
    assertTrue(answer.detail().startsWith("the request target must be visible"), answer.detail());
    assertEquals(List.of("bad_request 1"), Handshakes.of(service.port()));
  }

  @Test
  @DisplayName("a plain GET is 426 and names the protocol it needs")
  void plainGet(Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(), "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertEquals(426, answer.status());
    assertTrue(answer.hasHeader("Upgrade: websocket"), answer.head());
    assertTrue(answer.hasHeader("Content-Type: application/problem+json"), answer.head());
    assertEquals("/ws is a WebSocket: it needs Upgrade: websocket", answer.detail());
  }

  @Test
  @DisplayName("an upgrade on another path is 404, on that of the page as well")
  void otherPath(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"path\": \"/a/b\"}}");
    assertEquals(
        "no WebSocket at /ws; it is at /a/b",
        Answer.to(service.port(), RawClient.upgradeRequest("/ws", "")).detail());
    assertEquals(404, Answer.to(service.port(), RawClient.upgradeRequest("/", "")).status());
    RawClient.upgraded(service.port(), "/a/b").close();
  }

  @Test
  @DisplayName("an unsupported version is 426 and names 13")
  void version(Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(),
            RawClient.upgradeRequest("/ws", "").replace("Version: 13", "Version: 8"));
    assertEquals(426, answer.status());
    assertTrue(answer.hasHeader("Sec-WebSocket-Version: 13"), answer.head());
    assertEquals("Sec-WebSocket-Version must be 13, not 8", answer.detail());
  }

  @Test
  @DisplayName("an origin that is not allowed is 403")
  void origin(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"allowedOrigins\": [\"https://a.example\"]}}");
    Answer answer =
        Answer.to(
            service.port(), RawClient.upgradeRequest("/ws", "Origin: https://evil.example\r\n"));
    assertEquals(403, answer.status());
    assertEquals("origin https://evil.example is not in socket.allowedOrigins", answer.detail());
  }

  @Test
  @DisplayName("one connection too many is 503; a place that is given back can be taken")
  void capacity(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxConnections\": 2}}");
    String full = "the server already has 2 connections (socket.maxConnections)";
    try (RawClient first = RawClient.upgraded(service.port(), "/ws");
        RawClient second = RawClient.upgraded(service.port(), "/ws")) {
      Answer refused = Answer.to(service.port(), RawClient.upgradeRequest("/ws", ""));
      assertEquals(503, refused.status());
      assertEquals(full, refused.detail());
      Answer plain = Answer.to(service.port(), "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(503, plain.status(), "a plain GET tells what an upgrade would get");
      second.sendHex("88 80 00000000");
      assertEquals(8, second.readFrame().opcode());
      assertTrue(second.readsEnd());
      RawClient.awaitUpgrade(service.port(), "/ws").close();
      assertTrue(first.isOpen());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws", "/ws?handshakeDelay=200ms"})
  @DisplayName("frames sent before the upgrade is answered are 400, and the end of the connection")
  void framesTooEarly(String path, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxConnections\": 1}}");
    try (RawClient client = RawClient.connect(service.port())) {
      byte[] request = RawClient.upgradeRequest(path, "").getBytes(US_ASCII);
      client.sendBytes(concat(request, RawClient.frame(0x81, new byte[2])));
      Answer answer = Answer.read(client);
      assertEquals(400, answer.status());
      assertEquals("nothing may be sent before the upgrade is answered", answer.detail());
      assertTrue(answer.hasHeader("Connection: close"), answer.head());
      assertEquals("", client.readToEnd());
    }
    RawClient.awaitUpgrade(service.port(), "/ws").close();
    // among which may be some that the place was not yet free for
    List<String> handshakes = Handshakes.of(service.port());
    assertTrue(
        handshakes.containsAll(List.of("accepted 1", "bad_request 1")), handshakes::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "'', /none, not_found",
    "'Content-Length: 2', /ws, bad_request",
    "'Transfer-Encoding: chunked', /ws, bad_request",
  })
  @DisplayName("a refused upgrade with frames right behind it counts once")
  void framesBehindRefusal(String header, String path, String result, Vertx vertx)
      throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String head = RawClient.upgradeRequest(path, header.isEmpty() ? "" : header + "\r\n");
      String body = header.startsWith("C") ? "ab" : header.isEmpty() ? "" : "2\r\nab\r\n0\r\n\r\n";
      byte[] request = (head + body).getBytes(US_ASCII);
      client.sendBytes(concat(request, RawClient.frame(0x81, "hello\n".getBytes(US_ASCII))));
      assertEquals(result.equals("not_found") ? 404 : 400, Answer.read(client).status());
      assertEquals("request-syntax", Answer.read(client).rule());
      assertEquals("", client.readToEnd());
    }
    assertEquals(List.of(result + " 1"), Handshakes.of(service.port()));
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return Buffer.buffer(first).appendBytes(second).getBytes();
  }

  @Test
  @DisplayName("requests sent at once each get their own answer")
  void pipelined(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
              + RawClient.upgradeRequest("/no1", "")
              + RawClient.upgradeRequest("/ws", "").replace("Version: 13", "Version: 8")
              + "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(Answer.read(client).body().contains("UP"));
      assertEquals("no WebSocket at /no1; it is at /ws", Answer.read(client).detail());
      assertEquals("Sec-WebSocket-Version must be 13, not 8", Answer.read(client).detail());
      assertEquals("/ws is a WebSocket: it needs Upgrade: websocket", Answer.read(client).detail());
    }
  }

  @Test
  @DisplayName("a request target in absolute form is understood (RFC 9112, section 3.2.2)")
  void absoluteForm(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    RawClient.upgraded(service.port(), "http://localhost/ws?deflate=no").close();
  }

  @Test
  @DisplayName("a plain GET tells what an upgrade would get: a forbidden origin, another path")
  void plainGetTells(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"allowedOrigins\": [\"https://a.example\"]}}");
    String head = " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n";
    assertEquals(403, Answer.to(service.port(), "GET /ws" + head).status());
    assertEquals(404, Answer.to(service.port(), "GET /ws/" + head).status());
  }

  @Test
  @DisplayName("the first subprotocol that is offered and accepted is selected")
  void subprotocols(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"subprotocols\": [\"b\", \"c\"]}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(RawClient.upgradeRequest("/ws", "Sec-WebSocket-Protocol: a, c, b\r\n"));
      assertTrue(new Answer(client.readHead(), "").hasHeader("Sec-WebSocket-Protocol: c"));
    }
  }

  @Test
  @DisplayName("subprotocols in several headers are one list")
  void subprotocolLines(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"subprotocols\": [\"b\"]}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest(
              "/ws", "Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: c, b\r\n"));
      assertTrue(new Answer(client.readHead(), "").hasHeader("Sec-WebSocket-Protocol: b"));
    }
  }

  @Test
  @DisplayName("a header Connection in several lines is one list, and counts once")
  void connectionLines(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String request = RawClient.upgradeRequest("/ws", "");
    String lines = "Connection: keep-alive\r\nConnection: ";
    try (RawClient first = RawClient.connect(service.port());
        RawClient second = RawClient.connect(service.port())) {
      first.sendText(request.replace("Connection: ", lines));
      assertTrue(first.readHead().startsWith("HTTP/1.1 101 "));
      second.sendText(request.replace("Connection: ", lines).replace("Connection: Upgrade", "X: "));
      assertEquals("connection", Answer.read(second).rule());
    }
    assertEquals(List.of("accepted 1", "bad_request 1"), Handshakes.of(service.port()));
  }

  @Test
  @DisplayName("a body of an upgrade is 400, and no frame of a WebSocket")
  void body(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(RawClient.upgradeRequest("/ws", "Content-Length: 5\r\n") + "abcde");
      assertEquals("an upgrade has no body", Answer.read(client).detail());
      assertEquals(200, Answer.to(client, "GET /info HTTP/1.1\r\nHost: h\r\n\r\n").status());
      assertEquals(List.of("bad_request 1"), Handshakes.of(service.port()));
    }
  }

  @Test
  @DisplayName("many connections at once, to several instances, take exactly the places there are")
  void places(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"instances\": 3}, \"socket\": {\"maxConnections\": 5}}");
    List<RawClient> clients =
        IntStream.range(0, 20).mapToObj(i -> RawClient.connect(service.port())).toList();
    clients.forEach(client -> client.sendText(RawClient.upgradeRequest("/ws", "")));
    long letIn =
        clients.stream().filter(client -> client.readHead().startsWith("HTTP/1.1 101 ")).count();
    clients.forEach(RawClient::close);
    assertEquals(5, letIn);
  }

  @Test
  @DisplayName("a refused upgrade leaves the connection usable for HTTP")
  void connectionGoesOn(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      assertEquals(404, Answer.to(client, RawClient.upgradeRequest("/no", "")).status());
      Answer health = Answer.to(client, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, health.status());
      assertEquals(404, Answer.to(client, "GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n").status());
    }
  }

  @Test
  @DisplayName("what is no HTTP is 400 with a reason")
  void notHttp(Vertx vertx) throws Exception {
    Answer answer = Answer.to(TestService.start(vertx, "{}").port(), "GET / HTTQ/1.1\r\n\r\n");
    assertEquals(400, answer.status());
    assertTrue(answer.hasHeader("Content-Type: application/problem+json"), answer.head());
  }
}
