package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all WebSockets together may make the server keep. */
@ExtendWith(VertxExtension.class)
class BufferBudgetIT {
  private static final int BINARY = 2;
  private static final int FINAL_TEXT = 0x81;
  private static final byte[] PART = new byte[60_000];

  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
  }

  private static TestService start(Vertx vertx) throws Exception {
    return TestService.start(
        vertx,
        """
        {"socket": {"maxBufferedBytes": 400000, "maxMessageSize": 400000, "closeTimeout": "100ms"}}
        """);
  }

  private RawClient connect(TestService service, String query) {
    RawClient client = RawClient.upgraded(service.port(), "/ws" + query);
    clients.add(client);
    return client;
  }

  private static Frame closeOf(RawClient client) {
    Frame frame = client.readFrame();
    while (frame.opcode() != 8) {
      frame = client.readFrame();
    }
    return frame;
  }

  @Test
  @DisplayName("the largest of those that have messages unfinished is closed with 1013")
  void unfinished(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    RawClient small = connect(service, "?reply=count");
    small.sendFrame(BINARY, PART);
    RawClient large = connect(service, "?reply=count");
    large.sendFrame(BINARY, PART);
    for (int i = 0; i < 4; i++) {
      large.sendFrame(0, PART);
    }
    Frame close = closeOf(large);
    assertEquals(1013, close.closeCode());
    assertTrue(
        close.closeReason().startsWith("all buffers are full (socket.maxBufferedBytes, 400000)"),
        close.closeReason());
    small.sendFrame(0x80, PART);
    assertTrue(small.readFrame().text().contains("\"size\":120000"));
  }

  @Test
  @DisplayName("the largest of those whose replies wait for their time is closed with 1013")
  void delayed(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    RawClient client = connect(service, "?reply=echo&delay=30s");
    for (int i = 0; i < 6; i++) {
      client.sendFrame(0x80 | BINARY, PART);
    }
    assertEquals(1013, closeOf(client).closeCode());
  }

  @Test
  @DisplayName("who has nothing kept is answered while others have too much")
  void others(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (int i = 0; i < 6; i++) {
      connect(service, "?reply=count").sendFrame(BINARY, PART);
    }
    RawClient client = connect(service, "");
    for (int i = 0; i < 100; i++) {
      client.sendFrame(FINAL_TEXT, "hi".getBytes(StandardCharsets.UTF_8));
      assertEquals("hello, i am server", client.readFrame().text());
    }
  }

  @Test
  @DisplayName("memory that was given back can be used again")
  void givenBack(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (int i = 0; i < 20; i++) {
      try (RawClient client = RawClient.upgraded(service.port(), "/ws?reply=count")) {
        client.sendFrame(BINARY, PART);
        client.sendFrame(0, PART);
        client.sendFrame(0x80, PART);
        assertTrue(client.readFrame().text().contains("\"size\":180000"));
      }
    }
  }

  @Test
  @DisplayName("compression is not agreed to where there is no memory for it")
  void compression(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    String offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    int agreed = 0;
    String head;
    do {
      RawClient client = RawClient.connect(service.port());
      clients.add(client);
      client.sendText(RawClient.upgradeRequest("/ws", offer));
      head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 101 "), head);
      client.sendHex("89 80 00000000");
      client.readFrame(); // the pong of who has its windows
      agreed++;
    } while (head.contains("permessage-deflate"));
    assertEquals(6, agreed, "5 windows of 44 KiB are more than half of it");
    assertFalse(head.contains("Sec-WebSocket-Extensions"), head);
  }
}
