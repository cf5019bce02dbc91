package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether one WebSocket keeps its event loop from the others. */
@ExtendWith(VertxExtension.class)
class FairnessIT {
  private static final int COMPRESSED_BINARY = 0xc2;
  private static final int FINAL_TEXT = 0x81;

  @Test
  @DisplayName("who sends one message is answered before all that another has sent at once is done")
  void others(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"instances\": 1}, \"socket\": {\"reply\": {\"text\": \"ok\"}}}");
    byte[] bomb = RawClient.frame(COMPRESSED_BINARY, Deflate.compress(new byte[1 << 20]));
    ByteArrayOutputStream bombs = new ByteArrayOutputStream();
    for (int i = 0; i < 55; i++) {
      bombs.writeBytes(bomb);
    }
    try (RawClient greedy = RawClient.connect(service.port());
        RawClient other = RawClient.upgraded(service.port(), "/ws")) {
      greedy.sendText(
          RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      greedy.readHead();
      greedy.sendBytes(bombs.toByteArray());
      other.sendFrame(FINAL_TEXT, new byte[0]);
      assertEquals("ok", other.readFrame().text());
      assertTrue(greedy.available() < 55 * 3, "all bombs were inflated before");
      for (int i = 0; i < 55; i++) {
        greedy.readFrame();
      }
      assertEquals(0, greedy.available());
    }
  }

  @Test
  @DisplayName("what is handled in several turns is answered whole and in order")
  void inOrder(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            "{\"server\": {\"instances\": 1}, \"socket\": {\"reply\": {\"mode\": \"echo\"}}}");
    int count = 20_000;
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      frames.writeBytes(
          RawClient.frame(FINAL_TEXT, Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
    }
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      Thread sender = new Thread(() -> client.sendBytes(frames.toByteArray()));
      sender.start();
      for (int i = 0; i < count; i++) {
        assertEquals(Integer.toString(i), client.readFrame().text());
      }
      sender.join(10_000);
    }
  }

  @Test
  @DisplayName("inflated bytes count for the limit of a second")
  void inflatedBytes(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"maxBytesPerSecond\": 1000000}}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
      client.readHead();
      client.sendFrame(COMPRESSED_BINARY, Deflate.compress(new byte[1_000_001]));
      assertEquals(1008, client.readFrame().closeCode());
    }
  }
}
