package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far back a message refers (RFC 7692, section 7.1). */
class MessageDeflaterTest {
  private static final String TAIL = "0000ffff";

  private static MessageDeflater deflating(boolean noContextTakeover, int maxWindowBits) {
    return new MessageDeflater(
        UnpooledByteBufAllocator.DEFAULT,
        new NegotiatedDeflate(noContextTakeover, maxWindowBits, "", Limit.NONE),
        new BufferBudget(1 << 30));
  }

  /** The message as it goes out, with its tail put back. */
  private static byte[] deflate(MessageDeflater deflating, byte[] message) {
    ByteBuf payload = deflating.deflate(Frame.binary(Buffer.buffer(message), true));
    byte[] deflated = ByteBufUtil.getBytes(payload);
    payload.release();
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
  @ValueSource(ints = {12, 13, 14})
  @DisplayName("nothing refers further back than the window, within a message and beyond it")
  void window(int bits) throws DataFormatException {
    MessageDeflater deflating = deflating(false, bits);
    int size = (3 << bits) + 77;
    StringBuilder hex = new StringBuilder();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 3; i++) {
      hex.append(HexFormat.of().formatHex(deflate(deflating, message(size))));
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
    deflating.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11})
  @DisplayName(
      "with a window of less than 4 KiB nothing refers back, so that each byte takes a bit")
  void noWindow(int bits) throws DataFormatException {
    MessageDeflater deflating = deflating(false, bits);
    byte[] message = new byte[100_000];
    byte[] deflated = deflate(deflating, message);
    assertTrue(deflated.length >= message.length / 8, deflated.length + " bytes");
    assertArrayEquals(message, inflate(deflated));
    deflating.end();
  }

  @Test
  @DisplayName("without context takeover each message stands by itself")
  void noContextTakeover() throws DataFormatException {
    MessageDeflater deflating = deflating(true, 15);
    for (int size : new int[] {1000, 0, 1000, 100_000, 0, 0, 1}) {
      assertArrayEquals(message(size), inflate(deflate(deflating, message(size))));
    }
    deflating.end();
  }

  @Test
  @DisplayName("with it, a message that was there before takes next to nothing")
  void contextTakeover() {
    MessageDeflater deflating = deflating(false, 15);
    int first = deflate(deflating, message(1000)).length;
    byte[] second = deflate(deflating, message(1000));
    assertTrue(second.length < first / 10, second.length + " bytes after " + first);
    assertThrows(DataFormatException.class, () -> inflate(second));
    deflating.end();
  }
}
