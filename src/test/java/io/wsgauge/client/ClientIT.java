package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.LiveObjects;
import io.wsgauge.testing.Ports;
import io.wsgauge.testing.RawServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ping loop against servers that behave and servers that do not. */
@ExtendWith(VertxExtension.class)
class ClientIT {
  private static final String PROBES = "io.wsgauge.probe.ProbeConnection";

  /** What Vert.x has for each address that it connects to. */
  private static final String ENDPOINTS = "io.vertx.core.http.impl.WebSocketGroup";

  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = CapturedLog.of("io.wsgauge.client");
  }

  @AfterEach
  void release() {
    log.close();
  }

  /** One target at a fast pace. */
  static String config(String url, JsonObject more) {
    JsonObject target =
        new JsonObject()
            .put("name", "t")
            .put("url", url)
            .put("interval", "20ms")
            .put("timeout", "500ms")
            .put("downAfter", 1)
            .mergeIn(more);
    return new JsonObject()
        .put("server", new JsonObject().put("enabled", url.equals("self")))
        .put(
            "client",
            new JsonObject()
                .put("targets", new JsonArray().add(target))
                .put("backoff", new JsonObject().put("initial", "50ms").put("max", "100ms"))
                .put("log", new JsonObject().put("messagesPerSecond", 1000)))
        .encode();
  }

  private static void ping(Vertx vertx, String url) throws Exception {
    TestService.start(vertx, config(url, new JsonObject()));
  }

  private static void ping(Vertx vertx, RawServer server) throws Exception {
    ping(vertx, "ws://127.0.0.1:" + server.port() + "/ws");
  }

  @Test
  @DisplayName("pings this server again and again over one connection, and logs each reply")
  void pingsSelf(Vertx vertx) throws Exception {
    try (CapturedLog server = CapturedLog.of("io.wsgauge.socket")) {
      ping(vertx, "self");
      log.awaitLine("t is up: ws://127.0.0.1:");
      String line = log.awaitLine("client recv: ");
      assertTrue(line.matches("INFO \\[t] client recv: hello, i am server \\(\\d.* m?s\\)"), line);
      log.awaitLines("client recv: ", 5);
      assertTrue(
          server.linesWith("receive: ").stream()
              .allMatch(received -> received.matches(".*\\[1 .*receive: hi i am client")),
          server.lines().toString());
      assertEquals(1, log.linesWith("is up").size());
    }
  }

  @Test
  @DisplayName(
      "sends the upgrade that RFC 6455, section 4.1 asks for: our User-Agent and no Origin")
  void upgradeRequest(Vertx vertx) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawServer server = RawServer.start(peer -> heads.add(peer.readHead()))) {
      ping(vertx, "ws://127.0.0.1:" + server.port() + "/a/b?c=d");
      String head = heads.poll(10, TimeUnit.SECONDS);
      assertTrue(head.startsWith("GET /a/b?c=d HTTP/1.1\r\n"), head);
      assertTrue(head.toLowerCase(Locale.ROOT).contains("\r\nuser-agent: wsgauge/"), head);
      assertFalse(head.toLowerCase(Locale.ROOT).contains("\r\norigin:"), head);
    }
  }

  @Test
  @DisplayName("pings do not overlap: a slow reply delays the next ping")
  void noOverlap(Vertx vertx) throws Exception {
    BlockingQueue<Integer> waiting = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              while (true) {
                peer.readMessage();
                peer.pause(100); // five intervals
                waiting.add(peer.available());
                peer.sendMessage("late");
              }
            })) {
      ping(vertx, server);
      for (int i = 0; i < 3; i++) {
        assertEquals(0, waiting.poll(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  @DisplayName("a target that is not there is down once, however many tries there are")
  void refused(Vertx vertx) throws Exception {
    int port = Ports.free();
    ping(vertx, "ws://127.0.0.1:" + port + "/ws");
    String line = log.awaitLine("t is down");
    assertTrue(
        line.startsWith("WARN t is down: connect-refused: nothing listens on the port"), line);
    try (RawServer late = RawServer.startOn(port, ClientIT::answerAll)) {
      String back = log.awaitLine("t is up again after ");
      assertTrue(back.matches("INFO t is up again after [0-9.]+ m?s: ws://.*"), back);
      assertEquals(1, log.linesWith("is down").size());
      assertTrue(late.accepted() >= 1);
    }
  }

  private static void answerAll(RawServer.Peer peer) throws IOException {
    peer.upgrade();
    while (true) {
      peer.readMessage();
      peer.sendMessage("ok");
    }
  }

  @Test
  @DisplayName("a refused upgrade is told with its status")
  void upgradeRefused(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(
          line.contains(": upgrade-refused: ") && line.contains("(upgrade, status 403, ws://"),
          line);
    }
  }

  @Test
  @DisplayName("a server that accepts TCP and says nothing is cut off at the deadline")
  void silentBeforeUpgrade(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::awaitEnd)) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(line.contains(": upgrade-timeout: "), line);
      assertTrue(line.contains("(upgrade, within 500 ms, ws://"), line);
      server.awaitAccepted(2);
    }
  }

  @Test
  @DisplayName("a server that is silent after the upgrade is cut off at the deadline")
  void silentAfterUpgrade(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(line.contains(": reply-timeout: "), line);
      assertTrue(line.contains("(reply, within 500 ms, ws://"), line);
      server.awaitAccepted(2);
    }
  }

  @Test
  @DisplayName("another reply than the expected one is down, the expected one is up")
  void expected(Vertx vertx) throws Exception {
    AtomicInteger replies = new AtomicInteger();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              boolean right = replies.incrementAndGet() > 2;
              peer.sendMessage(right ? "yes" : "no\n");
              peer.sendHex(right ? "" : "88 02 03e8"); // which ends the wait for another
              peer.readFrameHex();
            })) {
      TestService.start(
          vertx,
          config(
              "ws://127.0.0.1:" + server.port() + "/ws",
              new JsonObject().put("expect", "yes").put("interval", "1h").put("timeout", "10s")));
      String line = log.awaitLine("t is down");
      assertTrue(line.contains("(reply, code 1000, after reply-mismatch: no\\n, ws://"), line);
      log.awaitLine("t is up again");
      assertEquals(3, server.accepted(), "no connection is kept of which a reply was wrong");
    }
  }

  @Test
  @DisplayName("a close between two pings is told with its code and reason")
  void closedWhileIdle(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendMessage("ok");
              peer.sendHex("88 05 0fa1 62 79 65"); // 4001 "bye"
              peer.awaitEnd();
            })) {
      TestService.start(
          vertx,
          config(
              "ws://127.0.0.1:" + server.port() + "/ws", new JsonObject().put("interval", "1h")));
      String line = log.awaitLine("t is down");
      assertTrue(
          line.contains(": closed-by-peer: ") && line.contains("(idle, code 4001 \"bye\", "), line);
      server.awaitAccepted(2);
    }
  }

  @Test
  @DisplayName("a success starts the back-off anew")
  void backoffStartsAnew(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendMessage("ok");
              peer.readMessage();
              peer.reset();
            })) {
      JsonObject config =
          new JsonObject(config("ws://127.0.0.1:" + server.port() + "/ws", new JsonObject()));
      config
          .getJsonObject("client")
          .put("backoff", new JsonObject().put("initial", "20ms").put("max", "1h"));
      TestService.start(vertx, config.encode());
      server.awaitAccepted(16); // a back-off that went on doubling would be at minutes
    }
  }

  @Test
  @DisplayName("sixty targets at one endpoint are all pinged")
  void manyTargets(Vertx vertx) throws Exception {
    JsonArray targets = new JsonArray();
    for (int i = 0; i < 60; i++) {
      targets.add(new JsonObject().put("name", "t" + i).put("url", "self"));
    }
    JsonObject client =
        new JsonObject()
            .put("targets", targets)
            .put("log", new JsonObject().put("messagesPerSecond", 1000));
    TestService.start(vertx, new JsonObject().put("client", client).encode());
    for (int i = 0; i < 60; i++) {
      log.awaitLine("[t" + i + "] client recv");
    }
  }

  @Test
  @DisplayName("a target that breaks the protocol is told so and closed with 1002")
  void protocolError(Vertx vertx) throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendHex("83 00"); // a reserved opcode
              frames.add(peer.readFrameHex().substring(0, 6));
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(
          line.contains(": protocol-error: ") && line.contains("(reply, opcode 3 is reserved, "),
          line);
      assertEquals("8 03ea", frames.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @DisplayName("what is no HTTP is told so")
  void notHttp(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n");
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(
          line.contains(": upgrade-not-websocket: ")
              && line.contains("(upgrade, the answer is not HTTP/1.1"),
          line);
    }
  }

  @Test
  @DisplayName("a reply of one large frame is taken")
  void largeReply(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendHex("81 7f 00000000000f4240"); // 1 000 000 bytes
              peer.send("x".repeat(1_000_000));
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      assertTrue(log.awaitLine("client recv: ").contains("… (1000000 bytes)"));
    }
  }

  @Test
  @DisplayName("a target that does not read is cut, so that retries leave nothing behind")
  void doesNotRead(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitCut(); // without reading what was sent
            })) {
      TestService service =
          TestService.start(
              vertx,
              config(
                  "ws://127.0.0.1:" + server.port() + "/ws",
                  new JsonObject().put("message", "x".repeat(8_000_000))));
      log.awaitLine("t is down");
      server.awaitAccepted(2);
      service.stop();
    }
  }

  @Test
  @DisplayName("a connection that is reset while a reply is awaited is told as cut")
  void resetWhileAwaiting(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.reset();
            })) {
      ping(vertx, server);
      String line = log.awaitLine("t is down");
      assertTrue(line.contains(": cut-without-close: ") && line.contains("(reply, "), line);
    }
  }

  @Test
  @DisplayName("a reply in fragments counts when it is complete, pings between them not at all")
  void fragments(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendHex("01 00  89 00  00 01 61  80 01 62");
              peer.awaitEnd();
            })) {
      ping(vertx, server);
      assertTrue(log.awaitLine("client recv: ").contains("client recv: ab ("));
    }
  }

  @Test
  @DisplayName("a connection that has ended leaves nothing in memory")
  void released(Vertx vertx) throws Exception {
    long probes = LiveObjects.count(PROBES);
    long endpoints = LiveObjects.count(ENDPOINTS);
    String fresh =
        config("self", new JsonObject().put("connection", "fresh").put("interval", "1h"));
    TestService service = TestService.start(vertx, fresh);
    log.awaitLine("t is up");
    LiveObjects.awaitNoMore(PROBES, probes);
    LiveObjects.awaitNoMore(ENDPOINTS, endpoints);
    service.stop();
  }

  @Test
  @DisplayName("a connect that fails leaves nothing in memory, whatever its TLS")
  void refusedAndReleased(Vertx vertx) throws Exception {
    long endpoints = LiveObjects.count(ENDPOINTS);
    int port = Ports.free();
    ping(vertx, "wss://127.0.0.1:" + port + "/ws");
    log.awaitLine("t is down");
    LiveObjects.awaitNoMore(ENDPOINTS, endpoints);
  }

  @Test
  @DisplayName("stopping ends the connection with 1000 and all tries")
  void stops(Vertx vertx) throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendMessage("ok");
              frames.add(peer.readFrameHex());
              peer.sendHex("88 02 03e8");
              peer.awaitEnd();
            })) {
      TestService service =
          TestService.start(
              vertx,
              config(
                  "ws://127.0.0.1:" + server.port() + "/ws",
                  new JsonObject().put("interval", "1h")));
      log.awaitLine("t is up");
      service.stop();
      assertEquals("8 03e8", frames.poll(10, TimeUnit.SECONDS));
      assertEquals(List.of(), log.linesWith("is down"));
    }
  }
}
