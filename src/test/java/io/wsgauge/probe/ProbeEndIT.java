package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.testing.RawServer.Script;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of connections that end: while it waits, between two runs, and by itself. */
@ExtendWith(VertxExtension.class)
class ProbeEndIT {
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /** A server that reads one message of each connection, and then does this. */
  private static RawServer asked(Script script) throws IOException {
    return RawServer.start(
        peer -> {
          peer.upgrade();
          peer.readMessage();
          script.run(peer);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "88 02 03e8 | 1000 | code 1000",
        "88 02 03e9 | 1001 | code 1001",
        "88 02 03f3 | 1011 | code 1011",
        "88 02 03f6 | 1014 | code 1014",
        "88 02 0bb8 | 3000 | code 3000",
        "88 02 1387 | 4999 | code 4999",
        "88 05 0fa1 62 79 65 | 4001 | code 4001 \"bye\"",
        "88 03 0fa1 0a | 4001 | code 4001 \"\\n\"",
        "88 00 | 1005 | code 1005",
      },
      quoteCharacter = '\'')
  @DisplayName("a close instead of the reply is told with its code and reason")
  void closed(String frame, int code, String detail, Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              peer.sendHex(frame);
              peer.awaitEnd();
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.CLOSED_BY_PEER, Phase.REPLY, result);
      assertEquals(code, failed.closeCode());
      assertEquals(detail, failed.detail());
      assertEquals(0, failed.status());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c1 01 61 | 8 03ea", // RSV1
        "a1 01 61 | 8 03ea", // RSV2
        "81 81 00000000 61 | 8 03ea", // masked
        "83 00 | 8 03ea",
        "80 01 61 | 8 03ea", // a continuation of nothing
        "09 00 | 8 03ea", // a ping in fragments
        "81 7e 0001 61 | 8 03ea", // a length that is not the shortest
        "88 01 03 | 8 03ea",
        "88 02 03ec | 8 03ea", // 1004
        "88 02 03ee | 8 03ea", // 1006
        "88 02 1388 | 8 03ea", // 5000
        "88 03 03e8 ff | 8 03ef", // a reason that is not UTF-8
        "81 01 ff | 8 03ef",
        "81 02 c3 28 | 8 03ef",
      })
  @DisplayName("what breaks the protocol is told, and closed with the code that belongs to it")
  void violation(String frame, String close, Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              peer.sendHex(frame);
              seen.add(peer.readFrameHex());
              peer.awaitEnd();
            })) {
      failed(Reason.PROTOCOL_ERROR, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
      String answer = seen.poll(10, TimeUnit.SECONDS);
      assertTrue(answer.startsWith(close), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a connection that ends without a close frame was cut")
  void cut(boolean reset, Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              if (reset) {
                peer.reset();
              }
            })) {
      failed(Reason.CUT_WITHOUT_CLOSE, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("half a frame and the end was cut")
  void cutWithinFrame(Vertx vertx) throws Exception {
    try (RawServer server = asked(peer -> peer.sendHex("81 05 61"))) {
      failed(Reason.CUT_WITHOUT_CLOSE, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 02 6f6b 88 02 03f3", "81 02 6f6b 88 02 03ee", "81 02 6f6b 83 00"})
  @DisplayName("an end of whatever kind after a good reply leaves the run a success")
  void endAfterReply(String frames, Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              peer.sendHex(frames);
              peer.awaitEnd();
            })) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, "");
      succeeded(runs.fresh());
      assertNull(runs.results.poll());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "88 02 03e9 | CLOSED_BY_PEER | PEER | 1001 | ''",
        "88 05 0fa1 62 79 65 | CLOSED_BY_PEER | PEER | 4001 | bye",
        "88 00 | CLOSED_BY_PEER | PEER | 1005 | ''",
        "83 00 | PROTOCOL_ERROR | CLIENT | 0 | opcode 3 is reserved",
        "'' | CUT_WITHOUT_CLOSE | CUT | 0 | ''",
      })
  @DisplayName("the end of a kept connection between two runs is told with who ended it, and why")
  void endBetweenRuns(String frame, Reason reason, By by, int code, String detail, Vertx vertx)
      throws Exception {
    try (RawServer server =
            asked(
                peer -> {
                  peer.sendMessage("ok");
                  peer.sendHex(frame);
                  if (!frame.isEmpty()) {
                    peer.awaitEnd();
                  }
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, "")) {
      succeeded(runs.kept());
      ProbeConnection.End end = runs.ended();
      assertEquals(reason, end.why().reason());
      assertEquals(by, end.lifetime().by());
      assertEquals(code, end.lifetime().code());
      assertEquals(detail, end.lifetime().detail());
      assertTrue(!end.lifetime().duration().isNegative());
    }
  }

  @Test
  @DisplayName("a reset in answer to the client's own close changes nothing of who ended it")
  void resetAfterClose(Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              peer.sendMessage("ok");
              seen.add(peer.readFrameHex());
              peer.reset();
            })) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, "");
      succeeded(runs.kept());
      runs.close();
      ConnectionEnd lifetime = runs.ended().lifetime();
      assertEquals("8 03e8", seen.poll());
      assertEquals(By.CLIENT, lifetime.by());
      assertEquals("", lifetime.detail());
    }
  }

  @Test
  @DisplayName("a run on a connection that has ended tells why")
  void runAfterEnd(Vertx vertx) throws Exception {
    try (RawServer server =
            asked(
                peer -> {
                  peer.sendHex("81 02 6f6b  88 02 03f3");
                  peer.awaitEnd();
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, "")) {
      succeeded(runs.kept());
      runs.ended();
      ProbeResult result = runs.kept();
      assertEquals(1011, ((Failed) result.outcome()).closeCode());
    }
  }

  @Test
  @DisplayName("an upgrade that comes after the deadline disturbs no later run")
  void lateUpgrade(Vertx vertx) throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  String head = peer.readHead();
                  if (seen.isEmpty()) {
                    peer.awaitEnd(); // which the deadline brings
                    seen.add("end");
                  }
                  peer.send(Peer.switching(head, ""));
                  peer.readMessage();
                  peer.sendMessage("ok");
                  peer.awaitEnd();
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, SOON)) {
      failed(Reason.UPGRADE_TIMEOUT, Phase.UPGRADE, runs.fresh());
      succeeded(runs.fresh());
      assertEquals("end", seen.remove());
      assertNull(runs.results.poll());
    }
  }

  @Test
  @DisplayName("a run that is given up amid its upgrade ends the connection, and has no result")
  void cancelledAmidUpgrade(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              seen.add("asked");
              peer.awaitEnd();
              seen.add("end");
            })) {
      assertCancelled(ProbeRuns.of(vertx, server, SOON), "asked");
    }
  }

  @Test
  @DisplayName("so does one that is given up while it awaits its reply, with a close frame")
  void cancelledAmidReply(Vertx vertx) throws Exception {
    try (RawServer server =
        asked(
            peer -> {
              seen.add("asked");
              seen.add(peer.readFrameHex());
              peer.sendHex("88 02 03e8");
              peer.awaitEnd();
              seen.add("end");
            })) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, SOON);
      runs.begin();
      assertEquals("asked", seen.poll(10, TimeUnit.SECONDS));
      runs.cancel();
      assertEquals("8 03e8", seen.poll(10, TimeUnit.SECONDS));
      assertEquals("end", seen.poll(10, TimeUnit.SECONDS));
      assertNull(runs.results.poll(500, TimeUnit.MILLISECONDS));
    }
  }

  @Test
  @DisplayName("one that is given up before it connects does not connect")
  void cancelledBeforeConnect(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.awaitEnd();
              seen.add("end");
            })) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, SOON);
      runs.beginAndCancel();
      assertNull(runs.results.poll(500, TimeUnit.MILLISECONDS));
      assertEquals(server.accepted(), seen.size());
    }
  }

  private void assertCancelled(ProbeRuns runs, String when) throws Exception {
    runs.begin();
    assertEquals(when, seen.poll(10, TimeUnit.SECONDS));
    runs.cancel();
    assertEquals("end", seen.poll(10, TimeUnit.SECONDS));
    assertNull(runs.results.poll(500, TimeUnit.MILLISECONDS)); // the deadline passes in it
  }
}
