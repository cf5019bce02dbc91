package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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

  private static void stop(TestService service) {
    try {
      service.stop();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
