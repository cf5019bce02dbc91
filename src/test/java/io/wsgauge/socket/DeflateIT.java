package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Deflate;
import io.wsgauge.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7692 at the level of bytes, against the echo. */
@ExtendWith(VertxExtension.class)
class DeflateIT {
  private static final int FINAL = 0x80;
  private static final int RSV1 = 0x40;
  private static final int TEXT = 1;
  private static final int BINARY = 2;

  private static RawClient connect(Vertx vertx, String offer) throws Exception {
    return connect(vertx, offer, "{\"socket\": {\"reply\": {\"mode\": \"echo\"}}}");
  }

  private static RawClient connect(Vertx vertx, String offer, String config) throws Exception {
    TestService service = TestService.start(vertx, config);
    RawClient client = RawClient.connect(service.port());
    client.sendText(RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: " + offer + "\r\n"));
    String head = client.readHead();
    assertTrue(head.contains("permessage-deflate"), head);
    return client;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("a message is inflated under the largest limit that there is")
  void largestLimit(Vertx vertx) throws Exception {
    String config =
        "{\"socket\": {\"maxMessageSize\": 2147483647, \"reply\": {\"mode\": \"echo\"}}}";
    try (RawClient client = connect(vertx, "permessage-deflate", config)) {
      client.sendFrame(FINAL | RSV1 | TEXT, new Deflate().fragment(text("hi"), true));
      assertEquals(Buffer.buffer("hi"), Buffer.buffer(client.readMessage(new Inflater(true))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_no_context_takeover",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_no_context_takeover; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=8",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=15;"
            + " client_no_context_takeover; client_max_window_bits=15"
      })
  @DisplayName("messages of every size come back, compressed and not in turn, the window kept")
  void alternating(String offer, Vertx vertx) throws Exception {
    Deflate deflate = new Deflate();
    Inflater inflater = new Inflater(true);
    try (RawClient client = connect(vertx, offer)) {
      for (int size : new int[] {0, 1, 125, 126, 1000, 40_000, 60_000}) {
        byte[] message = text("wsgauge ".repeat(size / 8 + 1).substring(0, size));
        client.sendFrame(FINAL | RSV1 | TEXT, deflate.fragment(message, true));
        assertEquals(Buffer.buffer(message), Buffer.buffer(client.readMessage(inflater)));
        client.sendFrame(FINAL | BINARY, message);
        assertEquals(Buffer.buffer(message), Buffer.buffer(client.readMessage(inflater)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f248cdc9c90700", // 7.2.3.1: one block
        "f248cdc9c90700 f200110000", // 7.2.3.2: the second refers to the first
        "000500faff48656c6c6f00", // 7.2.3.3: a block that is not compressed
        "f348cdc9c9070000", // 7.2.3.4: a final block
        "f348cdc9c9070000 f248cdc9c90700", // and what follows it
        "f248050000 00ffffcac9c90700" // 7.2.3.5: two blocks in one message
      })
  @DisplayName("the examples of section 7.2.3 all say Hello")
  void examples(String hex, Vertx vertx) throws Exception {
    List<String> messages = hex.contains("00ffff") ? List.of(hex) : List.of(hex.split(" ", -1));
    Inflater inflater = new Inflater(true);
    try (RawClient client = connect(vertx, "permessage-deflate")) {
      for (String message : messages) {
        client.sendFrame(FINAL | RSV1 | TEXT, HexFormat.of().parseHex(message.replace(" ", "")));
        assertEquals("Hello", new String(client.readMessage(inflater), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  @DisplayName("what was agreed on is in the answer; an offer that is not sound is left out")
  void answer(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String sound = "permessage-deflate; server_no_context_takeover; server_max_window_bits=10";
    String unsound = "permessage-deflate; server_max_window_bits=10; server_max_window_bits=9";
    for (String offer : new String[] {sound, unsound}) {
      try (RawClient client = RawClient.connect(service.port())) {
        client.sendText(
            RawClient.upgradeRequest("/ws", "Sec-WebSocket-Extensions: " + offer + "\r\n"));
        String head = client.readHead();
        assertTrue(head.startsWith("HTTP/1.1 101 "), head);
        assertEquals(offer.equals(sound), head.toLowerCase(Locale.ROOT).contains(": " + sound));
        assertEquals(offer.equals(sound), head.contains("permessage-deflate"), head);
        assertTrue(client.isOpen());
      }
    }
  }

  @Test
  @DisplayName("fragments that inflate to nothing are fine, the first as well")
  void emptyFragments(Vertx vertx) throws Exception {
    Deflate deflate = new Deflate();
    Inflater inflater = new Inflater(true);
    try (RawClient client = connect(vertx, "permessage-deflate")) {
      client.sendFrame(RSV1 | TEXT, deflate.fragment(new byte[0], false));
      client.sendFrame(0, new byte[0]);
      client.sendFrame(0, deflate.fragment(text("grü"), false));
      client.sendFrame(FINAL, deflate.fragment(text("ße"), true));
      assertEquals("grüße", new String(client.readMessage(inflater), StandardCharsets.UTF_8));
      client.sendFrame(RSV1 | TEXT, deflate.fragment(text("again"), false));
      client.sendFrame(FINAL, new byte[] {0}); // section 7.2.3.6: an empty fragment at the end
      assertEquals("again", new String(client.readMessage(inflater), StandardCharsets.UTF_8));
    }
  }

  @Test
  @DisplayName(
      "compressed text that is not UTF-8 is closed with 1007, also if only its end is wrong")
  void invalidText(Vertx vertx) throws Exception {
    for (byte[] bad : new byte[][] {{'a', (byte) 0xc0}, {'a', (byte) 0xc3}}) {
      Vertx own = Vertx.vertx();
      try (RawClient client = connect(own, "permessage-deflate")) {
        client.sendFrame(FINAL | RSV1 | TEXT, Deflate.compress(bad));
        assertEquals(1007, client.readFrame().closeCode());
        assertTrue(client.readsEnd());
      } finally {
        own.close().await();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {FINAL | RSV1 | 8, FINAL | RSV1 | 9, FINAL | RSV1})
  @DisplayName("RSV1 on a control frame or a continuation is closed with 1002")
  void reservedBit(int firstByte, Vertx vertx) throws Exception {
    try (RawClient client = connect(vertx, "permessage-deflate")) {
      client.sendFrame(firstByte, new byte[0]);
      assertEquals(1002, client.readFrame().closeCode());
      assertTrue(client.readsEnd());
    }
  }
}
