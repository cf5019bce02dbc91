package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a message is answered with, as the client asks, at the level of bytes. */
@ExtendWith(VertxExtension.class)
class ScenarioReplyIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int BINARY = 2;

  private static RawClient connect(Vertx vertx, String query) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    return RawClient.upgraded(service.port(), "/ws?" + query);
  }

  private static void send(RawClient client, String text) {
    client.sendFrame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("the text of the query is the reply")
  void text(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "text=gr%C3%BC%C3%9Fe%20%26")) {
      send(client, "a");
      assertEquals("grüße &", client.readFrame().text());
    }
  }

  @Test
  @DisplayName("the echo is the message, its fragments put together, in the type asked for")
  void echo(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=echo&as=binary")) {
      client.sendFrame(TEXT, new byte[] {'a'});
      client.sendFrame(FINAL, new byte[] {'b'});
      Frame frame = client.readFrame();
      assertEquals(FINAL | BINARY, frame.firstByte());
      assertEquals("ab", frame.text());
    }
  }

  @Test
  @DisplayName("no reply is none, while pings are answered")
  void none(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=none")) {
      send(client, "a");
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("messages are counted, with size and time of receipt")
  void count(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=count")) {
      send(client, "a");
      client.sendFrame(FINAL | BINARY, new byte[300]);
      assertEquals(1, new JsonObject(client.readFrame().text()).getInteger("sequence"));
      JsonObject second = new JsonObject(client.readFrame().text());
      assertEquals(2, second.getInteger("sequence"));
      assertEquals(300, second.getInteger("size"));
      assertEquals("binary", second.getString("type"));
      assertTrue(second.getInstant("received") != null);
    }
  }

  @Test
  @DisplayName("how a message came is told: in how many fragments, and whether compressed")
  void countForm(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest(
              "/ws?reply=count", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      client.readHead();
      Inflater inflater = new Inflater(true);
      // "Hello" of RFC 7692, section 7.2.3.1, in two fragments, and then as it is
      client.sendHex("41 83 00000000 f248cd 80 84 00000000 c9c90700");
      client.sendHex("81 85 00000000 48656c6c6f");
      JsonObject compressed = json(client, inflater);
      assertEquals(2, compressed.getInteger("fragments"));
      assertTrue(compressed.getBoolean("compressed"));
      assertEquals(5, compressed.getInteger("size"));
      assertEquals("f7d18982", compressed.getString("crc32"));
      JsonObject asItIs = json(client, inflater);
      assertEquals(1, asItIs.getInteger("fragments"));
      assertFalse(asItIs.getBoolean("compressed"));
      assertEquals("f7d18982", asItIs.getString("crc32"));
      assertTrue(asItIs.getDouble("age") >= compressed.getDouble("age"));
    }
  }

  private static JsonObject json(RawClient client, Inflater inflater) throws Exception {
    return new JsonObject(new String(client.readMessage(inflater), StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("info tells the limits of the server, by their keys")
  void limits(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"socket\": {\"maxFrameSize\": 1000, \"idleTimeout\": \"90m\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?reply=info")) {
      send(client, "a");
      JsonObject limits = new JsonObject(client.readFrame().text()).getJsonObject("limits");
      assertEquals(1000, limits.getValue("socket.maxFrameSize"));
      assertEquals(1048576, limits.getValue("socket.maxMessageSize"));
      assertEquals(5400, limits.getValue("socket.idleTimeout"));
      assertEquals(0.01, limits.getValue("scenario.minInterval"));
    }
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText("GET /info HTTP/1.1\r\nHost: localhost\r\n\r\n");
      JsonObject info = new JsonObject(client.readBody(client.readHead()));
      assertEquals(1000, info.getJsonObject("limits").getValue("socket.maxFrameSize"));
    }
  }

  @Test
  @DisplayName("the handshake is told as it came, header by header, and what was agreed on")
  void info(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"name\": \"n1\"}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest(
              "/ws?reply=info",
              """
              via: 1
              X-Forwarded-FOR: 2
              Cookie: secret
              Sec-WebSocket-Protocol: p, q
              Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits
              """
                  .replace("\n", "\r\n")));
      client.readHead();
      client.sendHex("81 80 00000000");
      JsonObject info =
          new JsonObject(
              new String(client.readMessage(new Inflater(true)), StandardCharsets.UTF_8));
      assertEquals("n1", info.getString("node"));
      assertEquals("GET /ws?reply=info HTTP/1.1", info.getString("requestLine"));
      String headers = info.getJsonArray("headers").encode();
      assertTrue(
          headers.contains(
              "[\"via\",\"1\"],[\"X-Forwarded-FOR\",\"2\"],[\"Cookie\",\"(6 bytes)\"]"),
          headers);
      JsonObject negotiated = info.getJsonObject("negotiated");
      assertEquals("p", negotiated.getString("subprotocol"));
      assertEquals("permessage-deflate", negotiated.getString("extensions"));
    }
  }

  @Test
  @DisplayName("a reply goes out in as many fragments as asked for")
  void fragments(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "text=abcdefg&fragment=3")) {
      send(client, "x");
      Frame first = client.readFrame();
      assertEquals(TEXT, first.firstByte());
      assertEquals("abc", first.text());
      Frame second = client.readFrame();
      assertEquals(0, second.firstByte());
      assertEquals("def", second.text());
      Frame third = client.readFrame();
      assertEquals(FINAL, third.firstByte());
      assertEquals("g", third.text());
    }
  }

  @Test
  @DisplayName("fragments of a size may cut a code point")
  void fragmentSize(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "text=a%C3%BC&fragmentSize=2")) {
      send(client, "x");
      assertEquals("61c3", hex(client.readFrame()));
      assertEquals("bc", hex(client.readFrame()));
    }
  }

  private static String hex(Frame frame) {
    return HexFormat.of().formatHex(frame.payload().getBytes());
  }

  @Test
  @DisplayName("delayed replies keep their order, whatever their jitter; a ping overtakes them")
  void delay(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=count&delay=200ms&jitter=50ms")) {
      for (int i = 0; i < 20; i++) {
        send(client, "a");
      }
      assertTrue(client.isOpen());
      for (int i = 1; i <= 20; i++) {
        assertEquals(i, new JsonObject(client.readFrame().text()).getInteger("sequence"));
      }
    }
  }

  @Test
  @DisplayName("replies that wait do not fill the memory: the server stops reading")
  void bounded(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=echo&delay=30s")) {
      int taken = client.sendUntilBlocked(FINAL | BINARY, new byte[60_000]);
      assertTrue(taken < RawClient.MOST_BLOCKS, taken + " messages");
    }
  }

  @Test
  @DisplayName("a connection without a query is as configured")
  void usual(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    for (String path : new String[] {"/ws", "/ws?"}) {
      try (RawClient client = RawClient.upgraded(service.port(), path)) {
        send(client, "a");
        assertEquals("hello, i am server", client.readFrame().text());
      }
    }
  }

  @Test
  @DisplayName("where scenarios are off, a query changes nothing and there is no list")
  void disabled(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"scenario\": {\"enabled\": false}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?reply=none&x=y")) {
      send(client, "a");
      assertEquals("hello, i am server", client.readFrame().text());
    }
    for (String path : new String[] {"/scenarios", "/info"}) {
      try (RawClient client = RawClient.connect(service.port())) {
        client.sendText("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertFalse(client.readHead().startsWith("HTTP/1.1 200 "));
      }
    }
  }
}
