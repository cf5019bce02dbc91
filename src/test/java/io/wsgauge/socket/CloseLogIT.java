package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is logged when a WebSocket has ended. */
@ExtendWith(VertxExtension.class)
class CloseLogIT {
  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = CapturedLog.of("io.wsgauge.socket");
  }

  @AfterEach
  void release() {
    log.close();
  }

  private static RawClient connect(Vertx vertx, String socket) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {" + socket + "}}");
    return RawClient.upgraded(service.port(), "/ws");
  }

  @Test
  @DisplayName("the peer's close is told once, with what went each way and its reason escaped")
  void closedByPeer(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "\"reply\": {\"text\": \"four\"}")) {
      client.sendHex("01 81 00000000 61");
      client.sendHex("80 81 00000000 62");
      client.sendHex("89 80 00000000");
      client.sendHex("82 83 00000000 000000");
      client.sendHex("88 86 00000000 0fa1 6f6b 0a21");
      assertTrue(client.readsEnd());
    }
    String line = log.awaitLine("closed by");
    assertTrue(
        line.matches(
            "INFO \\[1 127\\.0\\.0\\.1:\\d+] closed by the peer with 4001 \"ok\\\\n!\" after .+;"
                + " received 2 messages, 5 bytes; sent 2 messages, 8 bytes"),
        line);
    assertEquals(1, log.linesWith("closed by").size());
  }

  @Test
  @DisplayName("a close without a code is 1005")
  void closedWithoutCode(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "")) {
      client.sendHex("88 80 00000000");
      assertTrue(client.readsEnd());
    }
    assertTrue(log.awaitLine("closed by").contains("by the peer with 1005 \"\""));
  }

  @Test
  @DisplayName("the server's close is told with the rule that was broken")
  void closedByServer(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "")) {
      client.sendHex("83 80 00000000");
      assertEquals(1002, client.readFrame().closeCode());
      client.sendHex("88 82 00000000 03ea");
      assertTrue(client.readsEnd());
    }
    assertTrue(
        log.awaitLine("closed by").contains("by the server with 1002 \"opcode 3 is reserved\""));
  }

  @Test
  @DisplayName("a peer that does not answer the server's close is told")
  void unanswered(Vertx vertx) throws Exception {
    String impatient = "\"idleTimeout\": \"200ms\", \"closeTimeout\": \"200ms\"";
    try (RawClient client = connect(vertx, impatient)) {
      assertTrue(client.readsEnd());
    }
    assertTrue(
        log.awaitLine("closed by")
            .contains("by the server with 1001 \"idle for 200 ms\", which was not answered,"));
  }

  @Test
  @DisplayName("an end without a close frame is the peer's cut")
  void cut(Vertx vertx) throws Exception {
    connect(vertx, "").close();
    assertTrue(log.awaitLine("cut by").contains("cut by the peer (1006) after"));
  }

  @Test
  @DisplayName("beyond the rate of the log, lines are counted instead")
  void rate(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"log\": {\"messagesPerSecond\": 2}}}");
    for (int i = 0; i < 10; i++) {
      RawClient.upgraded(service.port(), "/ws").close();
    }
    assertTrue(log.awaitLine("closed: …").endsWith(" more"));
  }
}
