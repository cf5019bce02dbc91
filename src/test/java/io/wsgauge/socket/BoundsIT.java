package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much one WebSocket may send, and how long it may last. */
@ExtendWith(VertxExtension.class)
class BoundsIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int PING = 9;

  private static RawClient connect(Vertx vertx, String socket) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {" + socket + "}}");
    return RawClient.upgraded(service.port(), "/ws");
  }

  private static void assertClosed(RawClient client, int code, String reason) {
    Frame frame = client.readFrame();
    while (frame.opcode() != 8) {
      frame = client.readFrame();
    }
    assertEquals(code, frame.closeCode());
    assertEquals(reason, frame.closeReason());
    client.sendHex("88 80 00000000");
    assertTrue(client.readsEnd());
  }

  @Test
  @DisplayName("as many fragments as a message may have are fine, and one more is 1008")
  void fragments(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxFragments\": 3")) {
      for (int message = 0; message < 2; message++) {
        client.sendFrame(TEXT, new byte[0]);
        client.sendFrame(0, new byte[0]);
        client.sendFrame(FINAL, new byte[0]);
        assertEquals(TEXT, client.readFrame().opcode());
      }
      client.sendFrame(TEXT, new byte[0]);
      client.sendFrame(0, new byte[0]);
      client.sendFrame(0, new byte[0]);
      client.sendFrame(FINAL, new byte[0]);
      assertClosed(client, 1008, "message over socket.maxFragments, 3 fragments");
    }
  }

  @Test
  @DisplayName("more frames in a second than the limit are 1008, pings among them")
  void frames(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxFramesPerSecond\": 100")) {
      client.sendFrames(1000, FINAL | PING, new byte[0]);
      assertClosed(client, 1008, "rate over socket.maxFramesPerSecond, 100 frames a second");
    }
  }

  @Test
  @DisplayName("more bytes in a second than the limit are 1008")
  void bytes(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxBytesPerSecond\": 5000")) {
      client.sendFrames(1000, FINAL | TEXT, new byte[100]);
      assertClosed(client, 1008, "rate over socket.maxBytesPerSecond, 5000 bytes a second");
    }
  }

  @Test
  @DisplayName("the next second is counted anew")
  void nextSecond(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxFramesPerSecond\": 100")) {
      for (int second = 0; second < 2; second++) {
        for (int i = 0; i < 90; i++) {
          client.sendFrame(FINAL | TEXT, new byte[0]);
          assertEquals(TEXT, client.readFrame().opcode());
        }
        Thread.sleep(1100); // there is no condition but that the time is over
      }
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("a WebSocket that has been open for long enough is closed with 1001, busy or not")
  void lifetime(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"maxLifetime\": \"300ms\"")) {
      client.sendFrame(FINAL | TEXT, new byte[0]);
      assertEquals(TEXT, client.readFrame().opcode());
      assertClosed(client, 1001, "open for 300 ms (socket.maxLifetime)");
    }
  }

  @Test
  @DisplayName("a violation after many replies ends as soon as the peer has answered")
  void violationAfterReplies(Vertx vertx) throws Exception {
    String echo = "\"closeTimeout\": \"1h\", \"reply\": {\"mode\": \"echo\"}, ";
    try (RawClient client = connect(vertx, echo + "\"writeBufferSize\": 64")) {
      // in one read, so that the replies have not been sent when the last frame is decoded
      client.sendHex(
          "82 fe 07d0 00000000"
              + "00".repeat(2000)
              + "81 81 00000000 61".repeat(2000)
              + "83 80 00000000");
      assertClosed(client, 1002, "opcode 3 is reserved");
    }
  }
}
