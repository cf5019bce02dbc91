package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the server ends a connection, and with which code (RFC 6455, section 7.4.1). */
@ExtendWith(VertxExtension.class)
class LimitsIT {
  private static final int TEXT = 1;
  private static final int FINAL = 0x80;

  private static void assertClose(int code, String reason, Frame frame) {
    assertEquals(8, frame.opcode());
    assertEquals(code, frame.closeCode());
    assertEquals(reason, frame.closeReason());
  }

  @Test
  @DisplayName("a frame over the limit is closed with 1009, and the limit named")
  void frameTooBig(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxFrameSize\": 1000}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(FINAL | TEXT, new byte[1000]);
      assertEquals(TEXT, client.readFrame().opcode());
      client.sendFrame(FINAL | TEXT, new byte[1001]);
      assertClose(1009, "frame over socket.maxFrameSize, 1000 bytes", client.readFrame());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a message over the limit is closed with 1009, and the limit named")
  void messageTooBig(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"socket\": {\"maxFrameSize\": 1000, \"maxMessageSize\": 1500}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(TEXT, new byte[1000]);
      client.sendFrame(FINAL, new byte[500]);
      assertEquals(TEXT, client.readFrame().opcode());
      client.sendFrame(TEXT, new byte[1000]);
      client.sendFrame(0, new byte[501]);
      assertClose(1009, "message over socket.maxMessageSize, 1500 bytes", client.readFrame());
      client.sendHex("88 82 00000000 03f1");
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a violation amid frames that were held back is told, after the answers to them")
  void violationHeldBack(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"maxFragments": 100, "writeBufferSize": 64, "reply": {"mode": "echo"}}}
            """);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendHex("02 80 00000000" + "00 80 00000000".repeat(100));
      for (int i = 0; i < 100; i++) {
        assertEquals(0, client.readFrame().payload().length());
      }
      assertClose(1008, "message over socket.maxFragments, 100 fragments", client.readFrame());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("an idle WebSocket is closed with 1001, HTTP's idle timeout being no concern of it")
  void idleSocket(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            "{\"server\": {\"idleTimeout\": \"100ms\"}, \"socket\": {\"idleTimeout\": \"700ms\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      assertClose(1001, "idle for 700 ms", client.readFrame());
      client.sendHex("88 82 00000000 03e9");
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a WebSocket is not idle as long as it is written to")
  void writtenTo(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"idleTimeout\": \"500ms\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?push=100ms&pushCount=15")) {
      for (int i = 0; i < 15; i++) {
        assertEquals(1, client.readFrame().opcode());
      }
    }
  }

  @Test
  @DisplayName("an idle HTTP connection is cut")
  void idleHttp(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"idleTimeout\": \"100ms\"}}");
    try (RawClient client = RawClient.connect(service.port())) {
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a protocol error is closed with 1002")
  void protocolError(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendHex("83 80 00000000"); // a reserved opcode
      assertEquals(1002, client.readFrame().closeCode());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("when the server stops, a WebSocket is closed with 1001 first")
  void goingAway(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      Thread stop = new Thread(() -> stop(service));
      stop.start();
      assertClose(1001, "server going away", client.readFrame());
      client.sendHex("88 82 00000000 03e9");
      assertTrue(client.readsEnd());
      stop.join(10_000);
    }
  }

  @Test
  @DisplayName(
      "while it stops it is not ready and refuses upgrades, until all WebSockets have ended")
  void drains(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"shutdownTimeout\": \"10s\"}}");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient open = RawClient.upgraded(service.port(), "/ws")) {
      open.sendHex("81 80 00000000");
      open.readFrame(); // from now on it is one of the open ones
      Thread stop = new Thread(() -> stop(service));
      stop.start();
      assertClose(1001, "server going away", open.readFrame());
      assertEquals(
          1,
          log.linesWith("INFO stopping: 1 WebSocket to end within 10 s").size(),
          "one is singular");
      try (RawClient late = RawClient.connect(service.port())) {
        late.sendText("GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n");
        String health = late.readHead();
        assertTrue(health.startsWith("HTTP/1.1 503 "), health);
        late.readBody(health);
        late.sendText(RawClient.upgradeRequest("/ws", ""));
        String upgrade = late.readHead();
        assertTrue(upgrade.startsWith("HTTP/1.1 503 "), upgrade);
        assertTrue(late.readBody(upgrade).contains("the server is stopping"));
      }
      open.sendHex("88 82 00000000 03e9");
      stop.join(10_000);
      assertFalse(stop.isAlive());
    }
  }

  @Test
  @DisplayName("a peer that does not answer the close is cut when the time to stop is over")
  void cutsWhoStays(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"server\": {\"shutdownTimeout\": \"300ms\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      service.stop();
      assertClose(1001, "server going away", client.readFrame());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a peer that reads nothing is cut after the write timeout, and its place is free")
  void stuckReader(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"maxConnections": 1, "writeTimeout": "1500ms", "closeTimeout": "300ms",
                        "reply": {"mode": "echo"}}}
            """);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient stuck = RawClient.upgraded(service.port(), "/ws")) {
      stuck.sendUntilBlocked(FINAL | 2, new byte[65536]);
      RawClient.awaitUpgrade(service.port(), "/ws").close();
      log.awaitLine(
          "closed by the server with 1008 \"read nothing for 1.5 s (socket.writeTimeout)\"");
    }
  }

  @Test
  @DisplayName("what one read brings is not all answered to a peer that reads nothing")
  void stuckWithinRead(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"writeTimeout": "300ms", "closeTimeout": "300ms", "reply": {"text": "%s"}}}
            """
                .formatted("x".repeat(4000)));
    int messages = 10_000; // 60 KB, and 40 MB of replies
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient stuck = RawClient.upgraded(service.port(), "/ws")) {
      stuck.sendHex("81 80 00000000".repeat(messages));
      String line = log.awaitLine("read nothing for 300 ms");
      int sent = Integer.parseInt(line.replaceAll(".* sent (\\d+) messages.*", "$1"));
      assertTrue(sent < messages * 9 / 10, line);
    }
  }

  @Test
  @DisplayName("a peer that closes and then does not read the answer is cut as well")
  void stuckCloser(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"maxConnections": 1, "closeTimeout": "300ms",
                        "writeBufferSize": 1073741824, "reply": {"text": "%s"}}}
            """
                .formatted("x".repeat(60_000)));
    try (RawClient stuck = RawClient.upgraded(service.port(), "/ws")) {
      stuck.sendHex("81 80 00000000".repeat(200) + "88 80 00000000");
      RawClient.awaitUpgrade(service.port(), "/ws").close();
    }
  }

  @Test
  @DisplayName("pings of a peer that does not read the pongs are dropped, not hoarded")
  void pingFlood(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxConnections\": 2}}");
    int pings = 400_000; // 50 MB, of which pongs would be made
    try (RawClient flood = RawClient.upgraded(service.port(), "/ws")) {
      flood.sendFrames(pings, FINAL | 9, new byte[125]);
      try (RawClient other = RawClient.upgraded(service.port(), "/ws")) {
        assertTrue(other.isOpen());
      }
      flood.sendFrame(FINAL | TEXT, new byte[] {'x'});
      int pongs = 0;
      while (flood.readFrame().opcode() == 10) {
        pongs++;
      }
      assertTrue(pongs < pings, pongs + " pongs for " + pings + " pings");
    }
  }

  @Test
  @DisplayName("compressed data that does not inflate is closed with 1007")
  void doesNotInflate(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      assertTrue(client.readHead().contains("permessage-deflate"));
      client.sendFrame(0xc1, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
      assertEquals(1007, client.readFrame().closeCode());
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("a message that inflates beyond the limit is cut at the limit, not after")
  void deflateBomb(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxMessageSize\": 100000}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      assertTrue(client.readHead().contains("permessage-deflate"));
      client.sendFrame(0xc2, Deflate.compress(new byte[50_000_000]));
      assertClose(1009, "message over socket.maxMessageSize, 100000 bytes", client.readFrame());
      assertTrue(client.readsEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001})
  @DisplayName("a compressed frame may end a thousand streams, each of which takes time")
  void deflateStreams(int streams, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      assertTrue(client.readHead().contains("permessage-deflate"));
      client.sendFrame(0xc1, HexFormat.of().parseHex("0300".repeat(streams) + "00"));
      if (streams > 1000) {
        assertClose(1008, "frame with more than 1000 deflate streams", client.readFrame());
      } else {
        assertEquals(0xc1, client.readFrame().firstByte());
      }
    }
  }

  private static void stop(TestService service) {
    try {
      service.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
