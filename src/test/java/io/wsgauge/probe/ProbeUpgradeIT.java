package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of servers that answer its upgrade in all the wrong ways, and in some right. */
@ExtendWith(VertxExtension.class)
class ProbeUpgradeIT {
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

  /** A server that answers the upgrade with this, and then waits for the end. */
  private static RawServer answering(String answer) throws Exception {
    return RawServer.start(
        peer -> {
          peer.readHead();
          peer.send(answer.replace("|", "\r\n"));
          peer.awaitEnd();
        });
  }

  /** A correct upgrade, but for one line. */
  private static RawServer switching(String line, String instead) throws Exception {
    return RawServer.start(
        peer -> {
          String head = Peer.switching(peer.readHead(), "");
          peer.send(head.replace(line, instead.replace("|", "\r\n")));
          peer.readMessage();
          peer.sendMessage("ok");
          peer.awaitEnd();
        });
  }

  /** A correct upgrade with more headers and, in one write with it, an answer to a message. */
  private static RawServer upgrading(String before, String headers) throws Exception {
    return RawServer.start(
        peer -> {
          String head = peer.readHead();
          peer.send(before.replace("|", "\r\n") + Peer.switching(head, headers));
          peer.readMessage();
          peer.sendMessage("ok");
          peer.awaitEnd();
        });
  }

  @Test
  @DisplayName("a server that accepts TCP and says nothing does not answer the upgrade in time")
  void silent(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(Peer::awaitEnd)) {
      ProbeResult result = ProbeRuns.of(vertx, server, SOON).fresh();
      Failed failed = failed(Reason.UPGRADE_TIMEOUT, Phase.UPGRADE, result);
      assertEquals("within 300 ms", failed.detail());
      assertEquals(0, result.opened().status());
      assertEquals(
          EnumSet.of(Phase.RESOLVE, Phase.CONNECT, Phase.UPGRADE), result.phases().keySet());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, false", "0, true"})
  @DisplayName("an answer byte by byte counts when it is complete within the deadline")
  void byteByByte(long pause, boolean success, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              for (char c : Peer.switching(peer.readHead(), "X: y\r\n").toCharArray()) {
                peer.pause(pause * 10);
                peer.send(String.valueOf(c));
              }
              peer.readMessage();
              peer.sendMessage("ok");
              peer.awaitEnd();
            })) {
      if (success) {
        succeeded(ProbeRuns.of(vertx, server, "").fresh());
      } else {
        failed(Reason.UPGRADE_TIMEOUT, Phase.UPGRADE, ProbeRuns.of(vertx, server, SOON).fresh());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", ""})
  @DisplayName("an accept key that is wrong or missing is told")
  void acceptKey(String header, Vertx vertx) throws Exception {
    try (RawServer server = answering(SWITCHING + header + "\r\n")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.BAD_ACCEPT_KEY, Phase.UPGRADE, result);
      assertEquals(101, failed.status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols|Connection: Upgrade||",
        "HTTP/1.1 101 Switching Protocols|Upgrade: websocket||",
        "HTTP/1.1 101 Switching Protocols|Upgrade: h2c|Connection: Upgrade||",
        "HTTP/1.1 200 OK|Content-Type: text/html|Content-Length: 2||hi",
        "HTTP/1.1 200 OK|Content-Type: text/html|Content-Length: 5000000||hi",
        "HTTP/1.1 200 OK|Content-Type: text/html|Transfer-Encoding: chunked||2|hi|",
        "HTTP/1.1 200 OK||",
        "HTTP/1.1 204 No Content||",
        "HTTP/1.0 200 OK||hi",
        "SSH-2.0-OpenSSH_9.2||",
        "220 mail.example ESMTP|",
        "\u0000\u0001\u0002x|||",
      })
  @DisplayName("what is no WebSocket server is told so before the deadline, its body ended or not")
  void notWebSocket(String answer, Vertx vertx) throws Exception {
    try (RawServer server = answering(answer)) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.UPGRADE_NOT_WEBSOCKET, Phase.UPGRADE, result);
      int status = answer.startsWith("HTTP/") ? Integer.parseInt(answer.substring(9, 12)) : 0;
      assertEquals(status, failed.status());
      assertEquals(status, result.opened().status());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101",
        "HTTP/1.0 101 Switching Protocols",
        "HTTP/2 101",
        "HTTP/2.0 101 Switching Protocols",
        "HTTP/1.2 101 Switching Protocols",
        "http/1.1 101 Switching Protocols",
        "HTTP/1.1 0101 Switching Protocols",
        "HTTP/1.1 +101 Switching Protocols",
        "HTTP/1.1 101abc",
        "HTTP/1.1  101 Switching Protocols",
        "HTTP/1.1\t101 Switching Protocols",
        "HTTP/1.1 101 Switching\u001bProtocols",
        "ICY 101 Switching Protocols",
        " HTTP/1.1 101 Switching Protocols",
        "\u0000HTTP/1.1 101 Switching Protocols",
        "||HTTP/1.1 101 Switching Protocols",
        "x|HTTP/1.1 101 Switching Protocols",
      })
  @DisplayName("a status line that is not quite one of HTTP/1.1 with 101 is none")
  void statusLine(String line, Vertx vertx) throws Exception {
    try (RawServer server = switching("HTTP/1.1 101 Switching Protocols", line)) {
      failed(Reason.UPGRADE_NOT_WEBSOCKET, Phase.UPGRADE, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 101 ", "HTTP/1.1 101 Ja", "HTTP/1.1 101 Web Socket\u00e4"})
  @DisplayName("the words behind the status do not matter, nor that there are any")
  void reasonPhrase(String line, Vertx vertx) throws Exception {
    try (RawServer server = switching("HTTP/1.1 101 Switching Protocols", line)) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Connection: Upgrade; Connection: Upgrade, close; UPGRADE_NOT_WEBSOCKET",
        "Connection: Upgrade; Connection: Upgrade|Connection: close; UPGRADE_NOT_WEBSOCKET",
        "Upgrade: websocket; Upgrade: websocket, h2c; UPGRADE_NOT_WEBSOCKET",
        "Upgrade: websocket; Upgrade: websocket|Upgrade: websocket; UPGRADE_NOT_WEBSOCKET",
        "Upgrade: websocket; Upgrade: websocket|Content-Length: 0; UPGRADE_NOT_WEBSOCKET",
        "Upgrade: websocket; Upgrade: websocket|Transfer-Encoding: chunked; UPGRADE_NOT_WEBSOCKET",
        "Sec-WebSocket-Accept:; Sec-WebSocket-Accept: a|Sec-WebSocket-Accept:; BAD_ACCEPT_KEY",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Accept: a; BAD_ACCEPT_KEY",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Protocol: a"
            + "|Sec-WebSocket-Protocol: a; BAD_SUBPROTOCOL",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Protocol: a, b; BAD_SUBPROTOCOL",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Protocol: a"
            + "|Sec-WebSocket-Extensions:|Sec-WebSocket-Extensions:; BAD_EXTENSION",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Protocol: a"
            + "|Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 13; UPGRADE_NOT_WEBSOCKET",
        "Upgrade: websocket; Upgrade: websocket|Sec-WebSocket-Protocol: a"
            + "|Sec-WebSocket-Key: a|Sec-WebSocket-Key: a; UPGRADE_NOT_WEBSOCKET",
      })
  @DisplayName("a 101 with a header that is there twice, or that has no place there, is told")
  void headers(String line, String instead, Reason reason, Vertx vertx) throws Exception {
    try (RawServer server = switching(line, instead)) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, "'subprotocols': ['a', 'b']");
      assertEquals(101, failed(reason, Phase.UPGRADE, runs.fresh()).status());
    }
  }

  @Test
  @DisplayName("a header Connection in several lines is one list")
  void connectionLines(Vertx vertx) throws Exception {
    try (RawServer server =
        switching("Connection: Upgrade", "Connection: keep-alive|Connection: Upgrade")) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 407, 426, 429, 500, 502, 503})
  @DisplayName("a refusal is told with its status, before its body has ended")
  void refused(int status, Vertx vertx) throws Exception {
    try (RawServer server =
        answering(
            "HTTP/1.1 "
                + status
                + " No|Location: /x|set-cookie: a=s3cret|Retry-After: 7|Content-Length: 9||")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result);
      assertEquals("status " + status + ", Location: /x, Retry-After: 7", failed.detail());
      assertEquals(status, failed.status());
      assertEquals(status, result.opened().status());
      assertEquals(
          Map.of("Location", "/x", "Retry-After", "7", "Content-Length", "9"),
          result.opened().headers());
    }
  }

  @Test
  @DisplayName("a header that is too long to show is cut")
  void longHeader(Vertx vertx) throws Exception {
    try (RawServer server =
        answering("HTTP/1.1 503 No|X-Why: " + "x".repeat(5000) + "|Content-Length: 0||")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result);
      assertEquals("x".repeat(200) + "…", result.opened().headers().get("X-Why"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Set-Cookie: c=%1$s", "X-Policy: %1$s%1$s%1$s%1$s%1$s%1$s"})
  @DisplayName("64 KiB of headers are read, in many lines or few")
  void largeHeaders(String line, Vertx vertx) throws Exception {
    String header = line.formatted("x".repeat(10_000)) + "\r\n";
    try (RawServer server = upgrading("", header.repeat(60_000 / header.length()))) {
      succeeded(ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @ParameterizedTest
  @CsvSource({"101 Switching Protocols, 101", "103 Early Hints, 103", "503 No, 503"})
  @DisplayName("headers without end are told as that, with the status")
  void endlessHeaders(String line, int status, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 " + line + "\r\n");
              while (true) {
                peer.send("X-More: and more\r\n".repeat(1000));
              }
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.UPGRADE_TOO_LARGE, Phase.UPGRADE, result);
      assertEquals("status " + status + ", more than 64 KiB of headers", failed.detail());
      assertEquals(status, failed.status());
    }
  }

  @Test
  @DisplayName("of as many headers as there may be, a bounded number is kept")
  void manyHeaders(Vertx vertx) throws Exception {
    String headers =
        IntStream.range(0, 5000).mapToObj(i -> "X" + i + ": y|").collect(Collectors.joining());
    try (RawServer server = answering("HTTP/1.1 503 No|" + headers + "Content-Length: 0||")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result);
      assertEquals(100, result.opened().headers().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "HTTP/1.1 503 No|X: y|; UPGRADE_NO_ANSWER; status 503, cut within its headers",
        "HTTP/1.1 101 Switching Protocols|Upgr; UPGRADE_NO_ANSWER"
            + "; status 101, cut within its headers",
        "HTTP/1.1 503 No|Content-Length: 1|Content-Length: 2||; UPGRADE_REFUSED"
            + "; status 503, headers that are not those of HTTP",
        "HTTP/1.1 200 OK|: z||; UPGRADE_NOT_WEBSOCKET"
            + "; status 200, headers that are not those of HTTP",
        "SSH-2.0-OpenSSH_9.2||; UPGRADE_NOT_WEBSOCKET"
            + "; the answer is not HTTP/1.1: SSH-2.0-OpenSSH_9.2",
        "HTTP/x y||; UPGRADE_NOT_WEBSOCKET; the answer is not HTTP/1.1",
        "\u00fc\u0000\u0004z; UPGRADE_NOT_WEBSOCKET" + "; the answer is not HTTP/1.1",
      })
  @DisplayName("heads that cannot be read to their end are told by what came of them")
  void unreadable(String answer, Reason reason, String detail, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send(answer.replace("|", "\r\n"));
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      assertEquals(detail, failed(reason, Phase.UPGRADE, result).detail());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 100 Continue||",
        "HTTP/1.1 103 Early Hints|Link: </x>||",
        "HTTP/1.1 100 Continue||HTTP/1.1 102 Processing||HTTP/1.1 103 Early Hints||",
      })
  @DisplayName("answers that are not the final one are passed over")
  void interim(String before, Vertx vertx) throws Exception {
    try (RawServer server = upgrading(before, "")) {
      ProbeResult result = succeeded(ProbeRuns.of(vertx, server, "").fresh());
      assertEquals(101, result.opened().status());
      assertEquals(
          EnumSet.of(Phase.RESOLVE, Phase.CONNECT, Phase.UPGRADE, Phase.REPLY),
          result.phases().keySet());
    }
  }

  @Test
  @DisplayName("the final answer after one that is not is judged as well")
  void interimThenRefused(Vertx vertx) throws Exception {
    try (RawServer server =
        answering("HTTP/1.1 103 Early Hints||HTTP/1.1 403 No|Content-Length: 0||")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      assertEquals(403, failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result).status());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''  | Sec-WebSocket-Extensions: permessage-deflate | BAD_EXTENSION",
        "'compression': true | Sec-WebSocket-Extensions: x-other | BAD_EXTENSION",
        "'compression': true | Sec-WebSocket-Extensions: permessage-deflate; x=y | BAD_EXTENSION",
        "'' | Sec-WebSocket-Protocol: a | BAD_SUBPROTOCOL",
        "'subprotocols': ['a', 'b'] | Sec-WebSocket-Protocol: c | BAD_SUBPROTOCOL",
        "'subprotocols': ['a', 'b'] | Sec-WebSocket-Protocol: A | BAD_SUBPROTOCOL",
        "'subprotocols': ['a', 'b'] | X: none | BAD_SUBPROTOCOL",
      },
      quoteCharacter = '"')
  @DisplayName("what was not offered, or none of what was, is told")
  void negotiation(String options, String header, Reason reason, Vertx vertx) throws Exception {
    try (RawServer server = upgrading("", header + "\r\n")) {
      ProbeRuns runs = ProbeRuns.of(vertx, server, options.equals("''") ? "" : options);
      assertEquals(101, failed(reason, Phase.UPGRADE, runs.fresh()).status());
    }
  }

  @Test
  @DisplayName("the subprotocol that was chosen is told")
  void subprotocol(Vertx vertx) throws Exception {
    try (RawServer server = upgrading("", "Sec-WebSocket-Protocol: b\r\n")) {
      ProbeResult result = ProbeRuns.of(vertx, server, "'subprotocols': ['a', 'b']").fresh();
      assertEquals("b", succeeded(result).opened().subprotocol());
      assertEquals(Map.of(), result.opened().headers());
    }
  }

  @Test
  @DisplayName("what comes in one segment with the 101 is taken as if it came later")
  void framesWithTheAnswer(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              byte[] close = Peer.frame(0x88, new byte[] {15, -95, 98, 121, 101});
              peer.send(Peer.switching(peer.readHead(), ""), close);
              peer.awaitEnd();
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      Failed failed = failed(Reason.CLOSED_BY_PEER, Phase.REPLY, result);
      assertEquals(4001, failed.closeCode());
      assertTrue(failed.detail().contains("bye"), failed.detail());
    }
  }

  @Test
  @DisplayName("a greeting in one segment with the 101 is no answer to the message")
  void greeting(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              byte[] greeting = Peer.frame(0x81, "hello".getBytes(StandardCharsets.UTF_8));
              peer.send(Peer.switching(peer.readHead(), ""), greeting);
              peer.readMessage();
              peer.sendMessage("ok");
              peer.awaitEnd();
            })) {
      succeeded(ProbeRuns.of(vertx, server, "'expect': 'ok'").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a connection that ends before the upgrade is answered is not one that was cut")
  void cut(boolean reset, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              if (reset) {
                peer.reset();
              }
            })) {
      failed(Reason.UPGRADE_NO_ANSWER, Phase.UPGRADE, ProbeRuns.of(vertx, server, "").fresh());
    }
  }
}
