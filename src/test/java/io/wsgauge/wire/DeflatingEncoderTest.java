package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far back a message refers (RFC 7692, section 7.1). */
class DeflatingEncoderTest {
  private static final String TAIL = "0000ffff";

  private static EmbeddedChannel encoder(String offer) {
    return new EmbeddedChannel(
        new DeflatingEncoder(DeflateParameters.negotiate(List.of(offer)).orElseThrow()));
  }

  /** The message as it goes out, with its tail put back. */
  private static byte[] deflate(EmbeddedChannel channel, byte[] message) {
    channel.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    BinaryWebSocketFrame frame = channel.readOutbound();
    byte[] deflated = ByteBufUtil.getBytes(frame.content());
    frame.release();
    byte[] whole = Arrays.copyOf(deflated, deflated.length + 4);
    Arrays.fill(whole, deflated.length + 2, whole.length, (byte) 0xff);
    return whole;
  }

  private static byte[] inflate(byte[] deflated) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(deflated);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
      out.write(buffer, 0, count);
    }
    inflater.end();
    return out.toByteArray();
  }

  /** Text of few letters, so that there is much to refer to. */
  private static byte[] message(int size) {
    Random random = new Random(size);
    byte[] message = new byte[size];
    for (int i = 0; i < size; i++) {
      message[i] = (byte) ('a' + random.nextInt(4));
    }
    return message;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
  @DisplayName("nothing refers further back than the window, within a message and beyond it")
  void window(int bits) throws DataFormatException {
    EmbeddedChannel channel = encoder("permessage-deflate; server_max_window_bits=" + bits);
    int size = (3 << bits) + 77;
    StringBuilder hex = new StringBuilder();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      hex.append(HexFormat.of().formatHex(deflate(channel, message(size))));
      all.writeBytes(message(size));
    }
    // what is between two flushes can be inflated by itself, but for a piece that goes on in the
    // next message
    ByteArrayOutputStream inflated = new ByteArrayOutputStream();
    String piece = "";
    for (String flushed : hex.toString().split(TAIL, -1)) {
      piece += flushed.isEmpty() ? "" : flushed + TAIL;
      byte[] part = inflate(HexFormat.of().parseHex(piece));
      assertTrue(part.length <= 1 << bits, part.length + " bytes");
      if (part.length == 1 << bits) {
        inflated.writeBytes(part);
        piece = "";
      }
    }
    inflated.writeBytes(inflate(HexFormat.of().parseHex(piece)));
    assertArrayEquals(all.toByteArray(), inflated.toByteArray());
    channel.finishAndReleaseAll();
  }

  @Test
  @DisplayName("without context takeover each message stands by itself")
  void noContextTakeover() throws DataFormatException {
    EmbeddedChannel channel = encoder("permessage-deflate; server_no_context_takeover");
    for (int size : new int[] {1000, 0, 1000, 100_000, 0, 0, 1}) {
      assertArrayEquals(message(size), inflate(deflate(channel, message(size))));
    }
    channel.finishAndReleaseAll();
  }

  @Test
  @DisplayName("with it, a message that was there before takes next to nothing")
  void contextTakeover() {
    EmbeddedChannel channel = encoder("permessage-deflate");
    int first = deflate(channel, message(1000)).length;
    byte[] second = deflate(channel, message(1000));
    assertTrue(second.length < first / 10, second.length + " bytes after " + first);
    assertThrows(DataFormatException.class, () -> inflate(second));
    assertEquals(0, channel.outboundMessages().size());
    channel.finishAndReleaseAll();
  }
}
