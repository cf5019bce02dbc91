package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of replies that are good, bad, late or none. */
@ExtendWith(VertxExtension.class)
class ProbeReplyIT {
  /** A server that reads one frame of each connection, answers with these and waits. */
  private static RawServer answering(String frames) throws IOException {
    return RawServer.start(
        peer -> {
          peer.upgrade();
          peer.readMessage();
          peer.sendHex(frames);
          peer.awaitEnd();
        });
  }

  private static RawServer echoing() throws IOException {
    return RawServer.start(
        peer -> {
          peer.upgrade();
          while (true) {
            peer.sendMessage(peer.readMessage());
          }
        });
  }

  @Test
  @DisplayName("no reply in time is told, though pings and unasked pongs come")
  void noReply(Vertx vertx) throws Exception {
    try (RawServer server = answering("8a 00  89 00  8a 02 6869")) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, SOON);
      Failed failed = failed(Reason.REPLY_TIMEOUT, Phase.REPLY, runs.fresh());
      assertEquals("within 300 ms", failed.detail());
      assertEquals(1, runs.sent.get());
    }
  }

  @Test
  @DisplayName("a late reply does not pass for that of the next run")
  void lateReply(Vertx vertx) throws Exception {
    BlockingQueue<String> late = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              String asked = peer.readMessage();
              if (late.isEmpty()) {
                late.add(peer.readFrameHex()); // the close frame that the deadline brings
                peer.sendMessage(asked);
              } else {
                peer.sendMessage(asked);
                peer.awaitEnd();
              }
            })) {
      ProbeRuns runs =
          ProbeRuns.of(vertx, server, SOON + ", 'message': '{sequence}', 'expect': '{message}'");
      failed(Reason.REPLY_TIMEOUT, Phase.REPLY, runs.fresh());
      succeeded(runs.fresh());
      assertEquals("8 03e8", late.remove());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'expect': 'a b'",
        "'expect': '{message}', 'message': 'a b'",
        "'expect': '{sequence} b', 'message': 'x'",
        "'expectPattern': '^a'",
        "'expectPattern': '[a-c] b$'",
      })
  @DisplayName("a message that is not the expected reply is told with its head")
  void mismatch(String options, Vertx vertx) throws Exception {
    assertEquals("xa b\\n", mismatch("81 05 786120620a", options, vertx)); // xa b\n
  }

  /** Told with the close that ends the wait, so that nobody has to wait for the deadline. */
  private static String mismatch(String frames, String options, Vertx vertx) throws Exception {
    try (RawServer server = answering(frames + "88 02 03e8")) {
      ProbeResult result = ProbeRuns.of(vertx, server, options).fresh();
      String detail = failed(Reason.CLOSED_BY_PEER, Phase.REPLY, result).detail();
      String before = "code 1000, after reply-mismatch: ";
      assertEquals(before, detail.substring(0, before.length()));
      return detail.substring(before.length());
    }
  }

  @Test
  @DisplayName("of several the latest is told, and how many there were")
  void mismatches(Vertx vertx) throws Exception {
    String frames = "81 01 61  82 01 61  81 01 62";
    assertEquals("b, the last of 3 messages", mismatch(frames, "'expect': 'ok'", vertx));
  }

  @Test
  @DisplayName("where only such messages come, that is told at the deadline")
  void mismatchAtTheDeadline(Vertx vertx) throws Exception {
    try (RawServer server = answering("81 02 6e6f")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "'expect': 'ok'").fresh();
      assertEquals("no", failed(Reason.REPLY_MISMATCH, Phase.REPLY, result).detail());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 01 61  81 02 6f6b", "82 02 6f6b  81 02 6f6b", "81 02 6f6b  81 01 61"})
  @DisplayName("the expected reply is a success, whatever comes before it and after")
  void pushed(String frames, Vertx vertx) throws Exception {
    try (RawServer server = answering(frames)) {
      succeeded(ProbeRuns.of(vertx, server, "'expect': 'ok'").fresh());
    }
  }

  @Test
  @DisplayName("a greeting counts neither where it comes with the upgrade nor after the question")
  void greeting(Vertx vertx) throws Exception {
    for (boolean glued : new boolean[] {true, false}) {
      try (RawServer server =
          RawServer.start(
              peer -> {
                byte[] hello = Peer.frame(0x81, new byte[] {'h', 'i'});
                String head = peer.readHead();
                peer.send(Peer.switching(head, ""), glued ? hello : new byte[0]);
                String asked = peer.readMessage();
                if (!glued) {
                  peer.send(hello);
                }
                peer.sendMessage(asked);
                peer.awaitEnd();
              })) {
        succeeded(ProbeRuns.of(vertx, server, "'expect': '{message}'").fresh());
      }
    }
  }

  @Test
  @DisplayName("a close after a message that is not the expected reply is told with both")
  void mismatchAndClose(Vertx vertx) throws Exception {
    try (RawServer server = answering("81 02 6e6f  88 05 03f0 627965")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "'expect': 'ok'").fresh();
      Failed failed = failed(Reason.CLOSED_BY_PEER, Phase.REPLY, result);
      assertEquals("code 1008 \"bye\", after reply-mismatch: no", failed.detail());
      assertEquals(1008, failed.closeCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'expect': '{message}', 'message': 'n {sequence} at {time}'",
        "'expect': 'n {sequence}', 'message': 'n {sequence}'",
        "'expectPattern': '^n [0-9]+$', 'message': 'n {sequence}'",
        "'expectPattern': 'n', 'message': 'n {sequence}'",
        "'expect': '{message}', 'message': 'é', 'messageSize': 99",
      })
  @DisplayName("the expected reply is a success in each run of a connection")
  void match(String options, Vertx vertx) throws Exception {
    try (RawServer server = echoing();
        ProbeRuns runs = ProbeRuns.of(vertx, server, options)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(!succeeded(runs.kept()).roundTrip().isNegative());
      }
      assertEquals(1, server.accepted());
      assertEquals(3, runs.sent.get());
    }
  }

  @Test
  @DisplayName("messages of one run are not told as those of the next")
  void mismatchesOfOneRun(Vertx vertx) throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.readMessage();
                  peer.sendHex("81 02 6e6f  81 02 6f6b");
                  peer.awaitEnd();
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, "'timeout': '2s', 'expect': 'ok'")) {
      succeeded(runs.kept());
      failed(Reason.REPLY_TIMEOUT, Phase.REPLY, runs.kept());
    }
  }

  @Test
  @DisplayName("a reply that comes once more after the next question is told as well")
  void twiceAfterTheQuestion(Vertx vertx) throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  String first = peer.readMessage();
                  peer.sendMessage(first);
                  String second = peer.readMessage();
                  peer.sendMessage(first);
                  peer.sendMessage(second);
                  peer.awaitEnd();
                });
        ProbeRuns runs =
            ProbeRuns.of(vertx, server, "'message': '{sequence}', 'expect': '{message}'")) {
      succeeded(runs.kept());
      Failed failed = failed(Reason.REPLY_MISMATCH, Phase.REPLY, runs.kept());
      assertEquals("the reply before came twice", failed.detail());
    }
  }

  @Test
  @DisplayName("a reply that is expected and comes twice is told by the next run")
  void twice(Vertx vertx) throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  peer.readMessage();
                  peer.sendHex("81 02 6f6b  81 02 6f6b  89 00");
                  asked.add(peer.readFrameHex()); // the pong: both replies have been read
                  peer.awaitEnd();
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, "'expect': 'ok'")) {
      succeeded(runs.kept());
      assertEquals("10 ", asked.poll(10, TimeUnit.SECONDS));
      Failed failed = failed(Reason.REPLY_MISMATCH, Phase.REPLY, runs.kept());
      assertEquals("the reply before came twice", failed.detail());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01 01 61  89 00  80 01 62", // a ping in between
        "01 00  00 00  8a 00  00 02 6162  80 00", // empty fragments
        "81 02 6162",
      })
  @DisplayName("a reply in fragments counts when it is complete")
  void fragments(String frames, Vertx vertx) throws Exception {
    try (RawServer server = answering(frames)) {
      succeeded(ProbeRuns.of(vertx, server, "'expect': 'ab'").fresh());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'expect': 'ab'                             | 82 02 6162 | binary instead of text",
        "'expectPattern': 'b'                       | 82 02 6162 | binary instead of text",
        "'expect': 'ab', 'messageType': 'binary'    | 81 02 6162 | text instead of binary",
        "'expect': 'ab', 'messageType': 'binary'    | 82 02 6163 | 0x61 63",
      })
  @DisplayName("a reply of the other type is not the expected one")
  void otherType(String options, String frames, String detail, Vertx vertx) throws Exception {
    assertEquals(detail, mismatch(frames, options, vertx));
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 00", "82 00", "82 01 ff", "01 00  80 00"})
  @DisplayName("where nothing is expected any reply is a success")
  void any(String frames, Vertx vertx) throws Exception {
    try (RawServer server = answering(frames)) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81 7f 0000000000100001", // a frame of one byte more than 1 MiB
        "81 7f 7fffffffffffffff",
      })
  @DisplayName("a reply over 1 MiB is told before it has come, and closed with 1009")
  void tooLarge(String frames, Vertx vertx) throws Exception {
    BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendHex(frames);
              closes.add(peer.readFrameHex());
              peer.awaitEnd();
            })) {
      failed(Reason.REPLY_TOO_LARGE, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
      String close = closes.poll(10, TimeUnit.SECONDS);
      assertTrue(close.startsWith("8 03f1"), close);
    }
  }

  @Test
  @DisplayName("so is one that grows beyond it in fragments without end")
  void tooManyFragments(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.send(Peer.frame(0x02, new byte[60_000]));
              while (true) {
                peer.send(Peer.frame(0x00, new byte[60_000]));
              }
            })) {
      failed(Reason.REPLY_TOO_LARGE, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("so is one that comes with the upgrade, before the question")
  void tooLargeBeforeTheQuestion(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              byte[] head = HexFormat.of().parseHex("827f0000000000100001");
              peer.send(Peer.switching(peer.readHead(), ""), head);
              peer.awaitEnd();
            })) {
      failed(Reason.REPLY_TOO_LARGE, Phase.REPLY, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("more fragments than wsgauge takes are no fault in the peer's protocol")
  void limit(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.sendHex("01 00");
              while (true) {
                peer.send(new byte[20_000]); // continuations, empty and not final
              }
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      assertEquals(
          "message over what wsgauge takes for a reply, 10000 fragments",
          failed(Reason.LIMIT_EXCEEDED, Phase.REPLY, result).detail());
    }
  }

  @Test
  @DisplayName("a reply of exactly 1 MiB is taken")
  void largest(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.send(Peer.frame(0x82, new byte[1 << 20]));
              peer.awaitEnd();
            })) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("a flood of pings before the reply is answered, and the reply is taken")
  void pingFlood(Vertx vertx) throws Exception {
    BlockingQueue<String> first = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.readMessage();
              byte[] ping = Peer.frame(0x89, new byte[125]);
              for (int i = 0; i < 50_000; i++) {
                peer.send(ping); // 6 MB, of which none is answered as long as nothing is read
              }
              peer.sendMessage("ok");
              first.add(peer.readFrameHex());
              peer.awaitEnd();
            })) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
      assertEquals("10 " + "00".repeat(125), first.poll(10, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @CsvSource({"8a 00", "8a 04 77736761", "81 02 6f6b"})
  @DisplayName("a ping is answered by no other pong, nor by a message")
  void noPong(String frames, Vertx vertx) throws Exception {
    try (RawServer server = answering(frames)) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, SOON + ", 'kind': 'ping'");
      Failed failed = failed(Reason.PONG_TIMEOUT, Phase.REPLY, runs.fresh());
      assertEquals("within 300 ms", failed.detail());
    }
  }

  @Test
  @DisplayName("a ping is answered by its own pong, whatever comes before")
  void pong(Vertx vertx) throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.upgrade();
                  while (true) {
                    String asked = peer.readMessage();
                    peer.sendHex("8a 00  81 01 78  8a 01 79");
                    peer.send(Peer.frame(0x8a, asked.getBytes(StandardCharsets.UTF_8)));
                  }
                });
        ProbeRuns runs = ProbeRuns.of(vertx, server, "'kind': 'ping'")) {
      succeeded(runs.kept());
      succeeded(runs.kept());
    }
  }

  @Test
  @DisplayName("a connect asks nothing, and has no round trip")
  void connect(Vertx vertx) throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              frames.add(peer.readFrameHex());
            })) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, "'kind': 'connect'");
      ProbeResult result = succeeded(runs.fresh());
      assertNull(result.roundTrip());
      assertTrue(!result.phases().containsKey(Phase.REPLY));
      assertEquals("8 03e8", frames.poll(10, TimeUnit.SECONDS));
      assertEquals(0, runs.sent.get());
    }
  }

  @Test
  @DisplayName("a peer that does not take a large message is told, which was not sent")
  void doesNotRead(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitCut();
            })) {
      ProbeRuns runs =
          ProbeRuns.of(
              vertx, server, "'timeout': '2s', 'message': '" + "x".repeat(8_000_000) + "'");
      Failed failed = failed(Reason.SEND_TIMEOUT, Phase.REPLY, runs.fresh());
      assertEquals("within 2 s", failed.detail());
      assertEquals(0, runs.sent.get());
    }
  }
}
