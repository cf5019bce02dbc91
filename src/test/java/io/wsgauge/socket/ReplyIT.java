package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes back for what is sent (RFC 6455, section 5). */
@ExtendWith(VertxExtension.class)
class ReplyIT {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int FINAL = 0x80;

  private static byte[] bytes(String text) {
    return Buffer.buffer(text).getBytes();
  }

  @Test
  @DisplayName("in mode text, text is answered with the configured text, as text")
  void text(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(FINAL | TEXT, bytes("hi"));
      Frame reply = client.readFrame();
      assertEquals(FINAL | TEXT, reply.firstByte());
      assertEquals("hello, i am server", reply.text());
    }
  }

  @Test
  @DisplayName("in mode text, binary is answered with the configured text, as binary")
  void binary(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"reply\": {\"text\": \"grüß dich\"}}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(FINAL | BINARY, new byte[] {0, -1});
      Frame reply = client.readFrame();
      assertEquals(FINAL | BINARY, reply.firstByte());
      assertEquals("grüß dich", reply.text());
    }
  }

  @Test
  @DisplayName("in mode text, a message in fragments gets one reply, also if its first is empty")
  void fragments(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(TEXT, new byte[0]);
      client.sendFrame(CONTINUATION, bytes("a"));
      client.sendHex("89 80 00000000"); // a ping in between
      client.sendFrame(FINAL | CONTINUATION, bytes("b"));
      assertEquals(10, client.readFrame().opcode());
      assertEquals(FINAL | TEXT, client.readFrame().firstByte());
      client.sendFrame(FINAL | BINARY, bytes("c"));
      assertEquals(FINAL | BINARY, client.readFrame().firstByte());
    }
  }

  @Test
  @DisplayName("in mode echo, each frame comes back with its type, final flag and payload")
  void echo(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, ECHO);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      int[] firstBytes = {FINAL | TEXT, BINARY, CONTINUATION, FINAL | CONTINUATION};
      for (int firstByte : firstBytes) {
        client.sendFrame(firstByte, bytes("frame " + firstByte));
        Frame reply = client.readFrame();
        assertEquals(firstByte, reply.firstByte());
        assertEquals("frame " + firstByte, reply.text());
      }
    }
  }

  @Test
  @DisplayName("in mode echo, frames of every length of the length field come back whole")
  void lengths(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, ECHO);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      for (int length : new int[] {0, 1, 125, 126, 127, 65535, 65536}) {
        byte[] payload = "x".repeat(length).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        client.sendFrame(FINAL | BINARY, payload);
        assertEquals(Buffer.buffer(payload), client.readFrame().payload());
      }
    }
  }

  @Test
  @DisplayName("in mode echo, a sender that does not read is not read from, and loses nothing")
  void backPressure(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, ECHO);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      int sent = client.sendUntilBlocked(FINAL | BINARY, new byte[65536]);
      for (int i = 0; i < sent; i++) {
        assertEquals(65536, client.readFrame().payload().length());
      }
    }
  }

  @Test
  @DisplayName("messages are compressed when the client offers permessage-deflate")
  void compression(Vertx vertx) throws Exception {
    String extension = extensions(vertx, TestService.start(vertx, ECHO));
    assertTrue(extension != null && extension.startsWith("permessage-deflate"), extension);
  }

  @Test
  @DisplayName("messages are not compressed when the configuration says so")
  void noCompression(Vertx vertx) throws Exception {
    String config = "{\"socket\": {\"compression\": false, \"reply\": {\"mode\": \"echo\"}}}";
    assertEquals(null, extensions(vertx, TestService.start(vertx, config)));
  }

  /** What was negotiated, after a message has come back intact. */
  private static String extensions(Vertx vertx, TestService service) throws Exception {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setTryUsePerMessageCompression(true));
    WebSocket socket =
        client
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(service.port())
                    .setURI("/ws"))
            .await(10, TimeUnit.SECONDS);
    CompletableFuture<String> reply = new CompletableFuture<>();
    socket.textMessageHandler(reply::complete);
    String message = "compress me ".repeat(1000);
    socket.writeTextMessage(message).await(10, TimeUnit.SECONDS);
    assertEquals(message, reply.get(10, TimeUnit.SECONDS));
    client.close().await(10, TimeUnit.SECONDS); // not sooner, by being garbage
    return socket.headers().get("Sec-WebSocket-Extensions");
  }

  @Test
  @DisplayName("a message is logged with connection and address, escaped and cut")
  void logged(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"log\": {\"maxLength\": 6}}}");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(TEXT, bytes("hi\n"));
      client.sendFrame(FINAL | CONTINUATION, bytes("there!"));
      String line = log.awaitLine("receive: hi");
      assertTrue(
          line.matches("INFO \\[1 127\\.0\\.0\\.1:\\d+] receive: hi\\\\nthe… \\(9 bytes\\)"), line);
    }
  }

  @Test
  @DisplayName("messages beyond the rate are answered and counted, not logged")
  void loggedAtARate(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"log\": {\"messagesPerSecond\": 3}}}");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      for (int i = 0; i < 50; i++) {
        client.sendFrame(FINAL | TEXT, bytes("m" + i));
        client.readFrame();
      }
      log.awaitLine("more");
      assertTrue(log.linesWith("receive: m").size() < 50, log.lines().toString());
    }
  }
}
