package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 at the level of bytes, against the echo. All client frames have a mask of zero. */
@ExtendWith(VertxExtension.class)
class ConformanceIT {
  private static final String ECHO = "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}";
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FINAL = 0x80;

  private static RawClient connect(Vertx vertx) throws Exception {
    return RawClient.upgraded(TestService.start(vertx, ECHO).port(), "/ws");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void assertClosed(int code, RawClient client) {
    Frame frame = client.readFrame();
    assertEquals(CLOSE, frame.opcode());
    assertEquals(code, frame.closeCode());
    assertTrue(client.readsEnd());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1 80 00000000", // RSV1
        "a1 80 00000000", // RSV2
        "91 80 00000000", // RSV3
        "f2 80 00000000", // all
        "c9 80 00000000", // on a ping
        "d8 80 00000000", // on a close
        "83 80 00000000", // opcodes 3 to 7
        "84 80 00000000",
        "85 80 00000000",
        "86 80 00000000",
        "87 80 00000000",
        "8b 80 00000000", // opcodes 11 to 15
        "8c 80 00000000",
        "8d 80 00000000",
        "8e 80 00000000",
        "8f 80 00000000",
        "81 00", // not masked
        "89 fe 007e 00000000", // a ping of 126 bytes, seen by its head
        "09 80 00000000", // a fragmented ping
        "08 80 00000000", // a fragmented close
        "80 80 00000000", // a continuation of nothing
        "00 80 00000000",
        "81 fe 007d 00000000", // 125 in the form for 126 and more
        "81 ff 000000000000ffff 00000000", // 65535 in the form for 65536 and more
        "81 ff 8000000000000000 00000000" // a negative length
      })
  @DisplayName("section 5: what a frame must not be is closed with 1002 as soon as it is seen")
  void protocolErrors(String frame, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendHex(frame);
      assertClosed(1002, client);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"81", "82", "01", "02"})
  @DisplayName("section 5.4: a message within another is closed with 1002")
  void messageWithinMessage(String firstByte, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendHex("01 80 00000000" + firstByte + "80 00000000");
      assertEquals(TEXT, client.readFrame().firstByte());
      assertClosed(1002, client);
    }
  }

  @Test
  @DisplayName("section 5: nothing after a violation is looked at, what came before it is answered")
  void violationBetweenMessages(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendHex("81 81 00000000 61  83 80 00000000  81 81 00000000 62");
      assertEquals("a", client.readFrame().text());
      assertClosed(1002, client);
    }
  }

  @Test
  @DisplayName("section 5.4: control frames may stand between fragments")
  void controlBetweenFragments(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(TEXT, bytes("61"));
      client.sendFrame(FINAL | PING, bytes("70"));
      client.sendFrame(FINAL | PONG, bytes("71"));
      client.sendFrame(FINAL | CONTINUATION, bytes("62"));
      assertEquals(TEXT, client.readFrame().firstByte());
      Frame pong = client.readFrame();
      assertEquals(FINAL | PONG, pong.firstByte());
      assertEquals("p", pong.text());
      assertEquals(FINAL | CONTINUATION, client.readFrame().firstByte());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  @DisplayName("section 5.5.3: a ping is answered with its payload")
  void ping(int length, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      byte[] payload = new byte[length];
      client.sendFrame(FINAL | PING, payload);
      assertEquals(Buffer.buffer(payload), client.readFrame().payload());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121",
        "cebae1bdb9cf83cebcceb5",
        "00",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf"
      })
  @DisplayName("section 8.1: text that is UTF-8 comes back, cut into frames anywhere")
  void validText(String hex, Vertx vertx) throws Exception {
    byte[] text = bytes(hex);
    try (RawClient client = connect(vertx)) {
      client.sendFrame(FINAL | TEXT, text);
      assertEquals(Buffer.buffer(text), client.readFrame().payload());
      for (int i = 0; i < text.length; i++) {
        client.sendFrame(i == 0 ? TEXT : CONTINUATION, new byte[] {text[i]});
        assertEquals(text[i], client.readFrame().payload().getByte(0));
      }
      client.sendFrame(FINAL | CONTINUATION, new byte[0]);
      assertEquals(FINAL, client.readFrame().firstByte());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cebae1bdb9cf83cebcceb5eda080656469746564",
        "80",
        "c0af",
        "e080af",
        "f08080af",
        "eda080",
        "f4908080",
        "f8888080",
        "fe",
        "c2", // ends within a code point
        "e0a0",
        "f09080"
      })
  @DisplayName("section 8.1: text that is not UTF-8 is closed with 1007")
  void invalidText(String hex, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(FINAL | TEXT, bytes(hex));
      assertClosed(1007, client);
    }
  }

  @Test
  @DisplayName("section 8.1: with the byte that shows it, the frame being far from whole")
  void invalidTextWithinFrame(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendHex("81 fe 1000 00000000 cebae1bdb9 f490"); // of 4096 bytes
      assertClosed(1007, client);
    }
  }

  @Test
  @DisplayName("section 8.1: a code point may be cut by fragments, and be wrong in the second")
  void invalidTextAcrossFragments(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(TEXT, bytes("cebaf4"));
      assertEquals(TEXT, client.readFrame().opcode());
      client.sendHex("80 fe 1000 00000000 90");
      assertClosed(1007, client);
    }
  }

  @Test
  @DisplayName("section 5.6: binary may be anything")
  void binary(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(FINAL | BINARY, bytes("fffe80c0"));
      assertEquals(Buffer.buffer(bytes("fffe80c0")), client.readFrame().payload());
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1014, 3000, 3999, 4000, 4999})
  @DisplayName("section 7.4: a close with a code that may be sent is answered with that code")
  void validCloseCodes(int code, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(
          FINAL | CLOSE,
          Buffer.buffer().appendUnsignedShort(code).appendString("r".repeat(123)).getBytes());
      assertClosed(code, client);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
  @DisplayName("section 7.4: a close with a code that must not be sent is closed with 1002")
  void invalidCloseCodes(int code, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(FINAL | CLOSE, Buffer.buffer().appendUnsignedShort(code).getBytes());
      assertClosed(1002, client);
    }
  }

  @ParameterizedTest
  @CsvSource({"03, 1002", "03e8 cebae1bdb9cf83ceb5eda080, 1007", "03e8 c2, 1007"})
  @DisplayName("section 5.5.1: a close of one byte, or with a reason that is not UTF-8, is refused")
  void invalidClose(String hex, int code, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendFrame(FINAL | CLOSE, bytes(hex.replace(" ", "")));
      assertClosed(code, client);
    }
  }

  @Test
  @DisplayName("section 5.5.1: nothing after a close is answered")
  void dataAfterClose(Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx)) {
      client.sendHex("88 82 00000000 03e8  81 81 00000000 61  89 80 00000000");
      assertClosed(1000, client);
    }
  }
}
