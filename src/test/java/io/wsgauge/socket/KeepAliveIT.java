package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a peer from which nothing comes. */
@ExtendWith(VertxExtension.class)
class KeepAliveIT {
  private static final String PONG = "8a 80 00000000";
  private static final int PING = 9;
  private static final int TEXT = 1;

  private static TestService start(Vertx vertx, String pingInterval, String pongTimeout)
      throws Exception {
    return TestService.start(
        vertx,
        """
        {"socket": {"pingInterval": "%s", "pongTimeout": "%s", "closeTimeout": "100ms",
                    "maxConnections": 1}}
        """
            .formatted(pingInterval, pongTimeout));
  }

  private static Frame readPastPings(RawClient client) {
    Frame frame = client.readFrame();
    while (frame.opcode() == PING) {
      frame = client.readFrame();
    }
    return frame;
  }

  @Test
  @DisplayName("a silent peer is pinged again and again, and lives as long as it answers")
  void answers(Vertx vertx) throws Exception {
    TestService service = start(vertx, "50ms", "1h");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      for (int i = 0; i < 5; i++) {
        Frame ping = client.readFrame();
        assertEquals(PING, ping.opcode());
        assertEquals(0, ping.payload().length());
        client.sendHex(PONG);
      }
    }
  }

  @Test
  @DisplayName("a peer that does not answer is lost, told so, and gives back its place")
  void lost(Vertx vertx) throws Exception {
    TestService service = start(vertx, "50ms", "100ms");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      assertEquals(PING, client.readFrame().opcode());
      Frame close = client.readFrame();
      assertEquals(1001, close.closeCode());
      assertEquals("no answer to a ping within 100 ms (socket.pongTimeout)", close.closeReason());
      assertTrue(client.readsEnd());
      log.awaitLine(
          "lost (1006), closed by the server with 1001 \"no answer to a ping within 100 ms");
      String metrics =
          Answer.to(service.port(), "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").body();
      assertTrue(
          metrics.contains("wsgauge_server_closes_total{code=\"1006\",initiator=\"none\"} 1.0"));
      RawClient.awaitUpgrade(service.port(), "/ws").close();
    }
  }

  @Test
  @DisplayName("a peer that answers no ping but the close frame is one that the server has closed")
  void answersClose(Vertx vertx) throws Exception {
    TestService service = start(vertx, "50ms", "100ms");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      assertEquals(1001, readPastPings(client).closeCode());
      client.sendHex("88 82 00000000 03e9");
      assertTrue(client.readsEnd());
      assertTrue(log.awaitLine("no answer to a ping").contains("] closed by the server with 1001"));
    }
  }

  @Test
  @DisplayName("a peer of which anything is heard is not lost, be it no pong")
  void answersOtherwise(Vertx vertx) throws Exception {
    TestService service = start(vertx, "50ms", "3s");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?text=ok")) {
      for (int i = 0; i < 3; i++) {
        assertEquals(PING, client.readFrame().opcode());
        client.sendHex("81 80 00000000");
        assertEquals("ok", client.readFrame().text());
      }
    }
  }

  @Test
  @DisplayName("a WebSocket on which there is nothing but these pings is idle")
  void idle(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"socket\": {\"pingInterval\": \"50ms\", \"idleTimeout\": \"600ms\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      Frame frame = client.readFrame();
      while (frame.opcode() == PING) {
        client.sendHex(PONG);
        frame = client.readFrame();
      }
      assertEquals("idle for 600 ms", frame.closeReason());
    }
  }

  @Test
  @DisplayName("a scenario without it is left in peace")
  void without(Vertx vertx) throws Exception {
    TestService service = start(vertx, "20ms", "20ms");
    try (RawClient client =
        RawClient.upgraded(service.port(), "/ws?keepAlive=no&push=200ms&pushCount=2")) {
      assertEquals(TEXT, client.readFrame().opcode());
      assertEquals(TEXT, client.readFrame().opcode());
    }
  }

  @Test
  @DisplayName("a peer that is not read is not lost by that")
  void notRead(Vertx vertx) throws Exception {
    TestService service = start(vertx, "20ms", "50ms");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?stopReading=500ms&text=ok")) {
      client.sendHex("81 80 00000000");
      assertEquals("ok", readPastPings(client).text());
    }
  }

  @Test
  @DisplayName("a peer that has closed is not asked any more, though its close is left unanswered")
  void closed(Vertx vertx) throws Exception {
    TestService service = start(vertx, "50ms", "50ms");
    String query = "ignoreClose=yes&push=100ms&pushCount=5";
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?" + query)) {
      client.sendHex("88 80 00000000");
      for (int i = 0; i < 5; i++) {
        assertEquals(TEXT, readPastPings(client).opcode());
      }
    }
  }
}
