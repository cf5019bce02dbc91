package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class MessageLogTest {
  private static final String NAME = "io.wsgauge.test.MessageLog";

  private static MessageLog log(Vertx vertx, int messagesPerSecond) {
    return new MessageLog(
        vertx, LoggerFactory.getLogger(NAME), "receive", new LogConfig(messagesPerSecond, 5));
  }

  @Test
  @DisplayName(
      "more messages than the rate allows are counted in one line, and the next second is free")
  void rate(Vertx vertx) throws Exception {
    try (CapturedLog captured = CapturedLog.of(NAME)) {
      MessageLog log = log(vertx, 2);
      int taken = 0;
      for (int i = 0; i < 12_482; i++) {
        taken += log.take() ? 1 : 0;
      }
      assertEquals(2, taken);
      assertEquals("INFO receive: … 12 480 more", captured.awaitLine("more"));
      assertTrue(log.take());
    }
  }

  @Test
  @DisplayName("a rate of 0 logs nothing and counts nothing")
  void off(Vertx vertx) {
    assertFalse(log(vertx, 0).take());
  }

  @Test
  @DisplayName("a line names the source; a message that was cut says how long it was")
  void lines(Vertx vertx) {
    try (CapturedLog captured = CapturedLog.of(NAME)) {
      MessageLog log = log(vertx, 9);
      log.log("1 a", true, Buffer.buffer("hello"), 5, "");
      log.log("1 a", true, Buffer.buffer("hello"), 11, " (1 ms)");
      log.log("1 a", false, Buffer.buffer("A"), 1, "");
      assertEquals(
          List.of(
              "INFO [1 a] receive: hello",
              "INFO [1 a] receive: hello… (11 bytes) (1 ms)",
              "INFO [1 a] receive: 0x41"),
          captured.lines());
    }
  }
}
