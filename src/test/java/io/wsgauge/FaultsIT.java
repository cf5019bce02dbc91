package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.LiveObjects;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers that vanish, fall silent or stop reading, and what is left of them. */
@ExtendWith(VertxExtension.class)
class FaultsIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int PLACES = 100;

  private static final String UPGRADE = RawClient.upgradeRequest("/ws", "");

  /** So many as there are places, each open at the same time as the others. */
  private static List<RawClient> takeAllPlaces(int port) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      clients.add(RawClient.awaitUpgrade(port, "/ws"));
    }
    return clients;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "right after the upgrade, ''",
    "in the middle of a frame, 81 fe 1000 00000000 616263",
    "in the middle of a message, 01 81 00000000 61",
    "after a close frame, 88 82 00000000 03e8"
  })
  @DisplayName("a connection that is reset gives its place back")
  void reset(String moment, String bytes, Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"maxConnections\": " + PLACES + "}}");
    for (int round = 0; round < 5; round++) {
      List<RawClient> clients = takeAllPlaces(service.port());
      clients.forEach(client -> client.sendHex(bytes));
      clients.forEach(RawClient::reset);
    }
    takeAllPlaces(service.port()).forEach(RawClient::close);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"in the middle of the head, 2", "before the answer is read, 1"})
  @DisplayName("a connection that is reset amid its upgrade has no place, or gives it back")
  void resetUpgrade(String moment, int part, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxConnections\": 1}}");
    for (int i = 0; i < 500; i++) {
      RawClient client = RawClient.connect(service.port());
      client.sendText(UPGRADE.substring(0, UPGRADE.length() / part));
      client.reset();
    }
    RawClient.awaitUpgrade(service.port(), "/ws").close();
  }

  @Test
  @DisplayName("a peer that falls silent for ever is closed with 1001 and cut, its place free")
  void halfOpen(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"maxConnections": 1, "idleTimeout": "300ms", "closeTimeout": "300ms"}}
            """);
    try (RawClient silent = RawClient.upgraded(service.port(), "/ws")) {
      Frame close = silent.readFrame();
      assertEquals(1001, close.closeCode());
      assertEquals("idle for 300 ms", close.closeReason());
      assertTrue(silent.readsEnd());
      RawClient.awaitUpgrade(service.port(), "/ws").close();
    }
  }

  @Test
  @DisplayName("a reader that stops and starts again gets every reply, once and in order")
  void resumedReader(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"socket\": {\"writeBufferSize\": 64, \"reply\": {\"mode\": \"echo\"}}}");
    int perBlock = 50;
    IntFunction<byte[]> numbered =
        block -> {
          ByteArrayOutputStream frames = new ByteArrayOutputStream();
          for (int i = block * perBlock; i < (block + 1) * perBlock; i++) {
            byte[] payload =
                Buffer.buffer().appendInt(i).appendBytes(new byte[i % 1500]).getBytes();
            frames.writeBytes(RawClient.frame(FINAL | BINARY, payload));
          }
          return frames.toByteArray();
        };
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendUntilBlocked(numbered);
      for (int i = 0; i < perBlock * RawClient.MOST_BLOCKS; i++) {
        Frame reply = client.readFrame();
        assertEquals(i, reply.payload().getInt(0));
        assertEquals(4 + i % 1500, reply.payload().length());
      }
      assertTrue(client.isOpen());
    }
  }

  @ParameterizedTest
  @CsvSource({"echo", "text"})
  @DisplayName("peers that do not read are not read from either, and others are answered")
  void stoppedReaders(String mode, Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"reply\": {\"mode\": \"" + mode + "\"}}}");
    int readers = 6;
    byte[] emptyMessages = new byte[65_532]; // 10 922 of them
    for (int i = 0; i < emptyMessages.length; i += 6) {
      emptyMessages[i] = (byte) (FINAL | TEXT);
      emptyMessages[i + 1] = (byte) 0x80;
    }
    List<RawClient> stopped = new ArrayList<>();
    for (int i = 0; i < readers; i++) {
      stopped.add(RawClient.upgraded(service.port(), "/ws"));
    }
    ExecutorService senders = Executors.newFixedThreadPool(readers);
    try {
      List<Callable<Integer>> sending =
          stopped.stream()
              .map(client -> (Callable<Integer>) () -> client.sendUntilBlocked(n -> emptyMessages))
              .toList();
      for (var sent : senders.invokeAll(sending)) {
        assertTrue(sent.get() < RawClient.MOST_BLOCKS);
      }
      try (RawClient other = RawClient.upgraded(service.port(), "/ws")) {
        assertTrue(other.isOpen());
      }
    } finally {
      stopped.forEach(RawClient::reset);
      senders.shutdownNow();
    }
  }

  @Test
  @DisplayName("of a peer that is cut with its close frame unsent, nothing is left in the heap")
  void cutReader(Vertx vertx) throws Exception {
    String sockets = "io.wsgauge.socket.SocketConnection";
    long before = LiveObjects.count(sockets);
    TestService service =
        TestService.start(
            vertx,
            """
            {"socket": {"maxConnections": 1, "writeTimeout": "1500ms", "closeTimeout": "300ms",
                        "reply": {"mode": "echo"}}}
            """);
    try (RawClient stuck = RawClient.upgraded(service.port(), "/ws")) {
      stuck.sendUntilBlocked(FINAL | BINARY, new byte[65_536]);
      RawClient.awaitUpgrade(service.port(), "/ws").close();
      LiveObjects.awaitNoMore(sockets, before);
    }
  }

  @Test
  @DisplayName("a stop leaves no timer, and closing Vert.x no thread")
  void leavesNothing() throws Exception {
    Set<Thread> before = vertxThreads();
    Vertx vertx = Vertx.vertx();
    TestService service =
        TestService.start(
            vertx,
            // a log that counts what it leaves out does so for a second, whatever has ended
            """
            {"client": {"targets": [{"name": "self", "url": "self"}],
                        "log": {"messagesPerSecond": 0}},
             "socket": {"log": {"messagesPerSecond": 0}}}
            """);
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendFrame(FINAL | TEXT, "hi".getBytes(StandardCharsets.UTF_8));
      assertEquals(TEXT, client.readFrame().opcode());
      service.stop();
    }
    long next = vertx.setTimer(60_000, timer -> {});
    for (long timer = 0; timer < next; timer++) {
      assertFalse(vertx.cancelTimer(timer), "timer " + timer);
    }
    vertx.close().await(10, TimeUnit.SECONDS);
    for (Thread thread : vertxThreads()) {
      if (!before.contains(thread)) {
        thread.join(10_000);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }

  private static Set<Thread> vertxThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vert.x-"))
        .collect(Collectors.toSet());
  }
}
