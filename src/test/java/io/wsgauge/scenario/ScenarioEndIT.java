package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection ends as the client asks, and how its upgrade is refused, on the wire. */
@ExtendWith(VertxExtension.class)
class ScenarioEndIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;

  private static RawClient connect(Vertx vertx, String query) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"closeTimeout\": \"500ms\"}}");
    return RawClient.upgraded(service.port(), "/ws?" + query);
  }

  private static String answer(Vertx vertx, String query, String headers) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(RawClient.upgradeRequest("/ws?" + query, headers));
      String head = client.readHead();
      return head.startsWith("HTTP/1.1 101 ") ? head : head + client.readBody(head);
    }
  }

  @Test
  @DisplayName("the server closes after so many replies, with code and reason")
  void closeAfterMessages(Vertx vertx) throws Exception {
    String query = "closeAfterMessages=2&closeCode=4001&closeReason=enough&delay=50ms";
    try (RawClient client = connect(vertx, query)) {
      for (int i = 0; i < 3; i++) {
        client.sendFrame(FINAL | TEXT, new byte[0]);
      }
      assertEquals(TEXT, client.readFrame().opcode());
      assertEquals(TEXT, client.readFrame().opcode());
      Frame close = client.readFrame();
      assertEquals(4001, close.closeCode());
      assertEquals("enough", close.closeReason());
      client.sendHex("88 82 00000000 0fa1");
      assertTrue(client.readsEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"closeAfterMessages=0", "closeAfter=0s", "closeAfter=100ms"})
  @DisplayName("the server closes right after the upgrade, or later, with 1000")
  void close(String query, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, query)) {
      assertEquals(1000, client.readFrame().closeCode());
    }
  }

  @Test
  @DisplayName("a reason that the client asks for reaches the log escaped")
  void loggedReason(Vertx vertx) throws Exception {
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket")) {
      try (RawClient client = connect(vertx, "closeAfterMessages=0&closeReason=a%0Ab")) {
        assertEquals("a\nb", client.readFrame().closeReason());
      }
      assertTrue(log.awaitLine("closed by the server").contains(" with 1000 \"a\\nb\""));
    }
  }

  @Test
  @DisplayName("refusals that were asked for in one go come late, both of them")
  void delayedTogether(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String request = RawClient.upgradeRequest("/ws?status=503&handshakeDelay=100ms", "");
      client.sendText(request + request);
      for (int i = 0; i < 2; i++) {
        String head = client.readHead();
        assertTrue(head.startsWith("HTTP/1.1 503 "), head);
        client.readBody(head);
      }
    }
  }

  @Test
  @DisplayName("the line is dropped with a FIN, without a close frame, after the reply")
  void dropFin(Vertx vertx) throws Exception {
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket")) {
      try (RawClient client = connect(vertx, "dropAfterMessages=1&text=ok")) {
        client.sendFrame(FINAL | TEXT, new byte[0]);
        assertEquals("ok", client.readFrame().text());
        assertEquals("", client.readToEnd());
      }
      log.awaitLine("cut by the server without a close frame");
    }
  }

  @Test
  @DisplayName("the line is dropped with a reset, seen as one")
  void dropReset(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "dropAfter=100ms&drop=rst")) {
      UncheckedIOException reset = assertThrows(UncheckedIOException.class, client::readToEnd);
      assertEquals(SocketException.class, reset.getCause().getClass());
      assertTrue(reset.getCause().getMessage().contains("reset"), reset.toString());
    }
  }

  @Test
  @DisplayName("the last answer is there before the reset")
  void dropResetBehindAnswer(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "reply=echo&dropAfterMessages=1&drop=rst&deflate=no")) {
      client.sendHex("81 82 00000000 6869");
      assertEquals("hi", client.readFrame().text());
      assertThrows(UncheckedIOException.class, client::readToEnd);
    }
  }

  /** What a client reads, that does not take at once what it is sent, until the connection ends. */
  private static Buffer readAll(Socket socket) throws IOException {
    Buffer read = Buffer.buffer();
    byte[] some = new byte[4096];
    try {
      for (int n = socket.getInputStream().read(some);
          n >= 0;
          n = socket.getInputStream().read(some)) {
        read.appendBytes(some, 0, n);
      }
    } catch (SocketException reset) {
      read.appendString("reset");
    }
    return read;
  }

  @ParameterizedTest
  @CsvSource({
    "&dropAfterMessages=5, '', '', 0",
    "&dropAfterMessages=5, CLOSE, '', 0",
    "&dropAfterMessages=5&drop=rst, '', reset, 0",
    "&dropAfterMessages=5&drop=rst, CLOSE, reset, 0",
    "&dropAfterMessages=5&drop=rst, FIN, reset, 0",
    "&dropAfterMessages=5&drop=rst&delay=50ms, '', reset, 0",
    "&closeAfterMessages=5, FIN, '', 4",
    "'', CLOSE, '', 4",
    "'', FIN, '', 0"
  })
  @DisplayName("however it ends, all that was answered before comes first, though nobody reads yet")
  void answersFirst(String end, String byPeer, String last, int closeFrame, Vertx vertx)
      throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"closeTimeout\": \"20s\"}}");
    int size = 60_000;
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.setSoTimeout(15_000);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()));
      RawClient client = RawClient.over(socket);
      client.sendText(RawClient.upgradeRequest("/ws?reply=echo" + end, ""));
      client.readHead();
      for (int i = 0; i < 5; i++) {
        client.sendFrame(FINAL | 2, new byte[size]);
      }
      if (byPeer.equals("CLOSE")) {
        client.sendHex("88 82 00000000 03e8");
      } else if (byPeer.equals("FIN")) {
        socket.shutdownOutput();
      }
      assertEquals(5 * (4 + size) + closeFrame + last.length(), readAll(socket).length());
    }
  }

  @Test
  @DisplayName("a close frame is left unanswered, and the line open")
  void ignoreClose(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "ignoreClose=yes&push=100ms&pushCount=8")) {
      client.sendHex("88 80 00000000");
      for (int i = 0; i < 8; i++) { // for longer than the time-out for a close
        assertEquals(TEXT, client.readFrame().opcode());
      }
    }
  }

  @Test
  @DisplayName("the answer to the server's own close frame is not ignored")
  void ignoreCloseAndClose(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"closeTimeout\": \"1h\"}}");
    try (RawClient client =
        RawClient.upgraded(service.port(), "/ws?ignoreClose=yes&closeAfter=100ms")) {
      assertEquals(1000, client.readFrame().closeCode());
      client.sendHex("88 82 00000000 03e8");
      assertTrue(client.readsEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500, 502, 503, 504, 599})
  @DisplayName("the upgrade is refused with the status asked for, and takes no place")
  void status(int status, Vertx vertx) throws Exception {
    String answer = answer(vertx, "status=" + status + "&retryAfter=7", "");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("Retry-After: 7\r\n"), answer);
    assertTrue(answer.contains("as status=" + status + " asks for"), answer);
  }

  @Test
  @DisplayName("a redirect leads to the location")
  void redirect(Vertx vertx) throws Exception {
    String answer = answer(vertx, "status=307&location=%2Felsewhere%3Fa", "");
    assertTrue(answer.startsWith("HTTP/1.1 307 "), answer);
    assertTrue(answer.contains("Location: /elsewhere?a\r\n"), answer);
  }

  @Test
  @DisplayName("the 101 comes late, and the connection then works")
  void handshakeDelay(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"requestTimeout\": \"200ms\"}}");
    try (RawClient late = RawClient.connect(service.port());
        RawClient other = RawClient.connect(service.port())) {
      late.sendText(RawClient.upgradeRequest("/ws?handshakeDelay=2s", ""));
      other.sendText(RawClient.upgradeRequest("/ws?push=20ms&pushCount=3", ""));
      other.readHead();
      for (int i = 0; i < 3; i++) { // three times before the other one is let in
        other.readFrame();
        assertEquals(0, late.available());
      }
      assertTrue(late.readHead().startsWith("HTTP/1.1 101 "));
      assertTrue(late.isOpen());
    }
  }

  @Test
  @DisplayName("a refusal comes late as well")
  void delayedRefusal(Vertx vertx) throws Exception {
    assertTrue(answer(vertx, "status=503&handshakeDelay=100ms", "").startsWith("HTTP/1.1 503 "));
  }

  @Test
  @DisplayName("the subprotocol asked for is chosen of those offered, or none")
  void subprotocol(Vertx vertx) throws Exception {
    String offer = "Sec-WebSocket-Protocol: a, b\r\n";
    assertTrue(
        answer(vertx, "subprotocol=b", offer).toLowerCase(Locale.ROOT).contains("protocol: b\r\n"));
    assertFalse(
        answer(vertx, "subprotocol=none", offer)
            .toLowerCase(Locale.ROOT)
            .contains("sec-websocket-protocol"));
    assertTrue(
        answer(vertx, "subprotocol=c", offer).contains("must be one that the client offers"));
  }

  @Test
  @DisplayName("permessage-deflate is declined")
  void noDeflate(Vertx vertx) throws Exception {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    assertTrue(answer(vertx, "reply=echo", offer).contains("permessage-deflate"));
    assertFalse(answer(vertx, "deflate=no", offer).contains("permessage-deflate"));
  }

  @Test
  @DisplayName("what is no scenario is refused with key, value, rule and the nearest key")
  void refused(Vertx vertx) throws Exception {
    String answer = answer(vertx, "delay=99h&fragmnt=2", "");
    assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    assertTrue(
        answer.contains("delay=99h: must be a duration such as 250ms or 5s, 0s to 30s"), answer);
    assertTrue(answer.contains("fragmnt=2: unknown key; did you mean fragment?"), answer);
  }
}
