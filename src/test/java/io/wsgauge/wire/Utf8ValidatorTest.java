package io.wsgauge.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8ValidatorTest {
  /** The JDK's word on it: it puts U+FFFD for what does not decode. */
  private static boolean decodes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean valid(byte[] bytes) {
    Utf8Validator utf8 = new Utf8Validator();
    return utf8.accepts(ByteBuffer.wrap(bytes)) && utf8.ends();
  }

  @Test
  @DisplayName("every sequence of one, two and three bytes is judged as the JDK does")
  void shortSequences() {
    for (int length = 1; length <= 3; length++) {
      for (int value = 0; value < 1 << (8 * length); value++) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
          bytes[i] = (byte) (value >> (8 * (length - 1 - i)));
        }
        if (valid(bytes) != decodes(bytes)) {
          assertEquals(decodes(bytes), valid(bytes), HexFormat.of().formatHex(bytes));
        }
      }
    }
  }

  @Test
  @DisplayName(
      "every sequence of four bytes that could be one code point is judged as the JDK does")
  void fourBytes() {
    for (int first = 0xee; first <= 0xf8; first++) {
      for (int second = 0x70; second <= 0xcf; second++) {
        for (int third : new int[] {0x7f, 0x80, 0xbf, 0xc0}) {
          for (int fourth : new int[] {0x7f, 0x80, 0xbf, 0xc0}) {
            byte[] bytes = {(byte) first, (byte) second, (byte) third, (byte) fourth};
            assertEquals(decodes(bytes), valid(bytes), () -> HexFormat.of().formatHex(bytes));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "c0, 1", // begins an overlong form
    "e080, 2",
    "eda0, 2", // begins a surrogate
    "f080, 2",
    "f490, 2", // begins a code point beyond 10FFFF
    "f5, 1",
    "80, 1",
    "c241, 2",
    "cebae1bdb9cf83ceb5f4908080656469746564, 11"
  })
  @DisplayName("is refused with the first byte after which nothing helps, however it is cut")
  void failsEarly(String hex, int bytesNeeded) {
    ByteBuf bytes = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    Utf8Validator utf8 = new Utf8Validator();
    int needed = 1;
    while (utf8.accepts(bytes.nioBuffer(needed - 1, 1))) {
      needed++;
    }
    assertEquals(bytesNeeded, needed);
  }

  @Test
  @DisplayName(
      "a byte that is in no text is found anywhere among ASCII, which is looked at by eights")
  void amongAscii() {
    for (int size = 1; size <= 100; size++) {
      for (int at = 0; at < size; at++) {
        byte[] bytes = "a".repeat(size).getBytes(StandardCharsets.US_ASCII);
        bytes[at] = (byte) 0xff;
        assertEquals(false, valid(bytes), at + " of " + size);
      }
    }
  }

  @Test
  @DisplayName("text may be cut anywhere, within a code point as well")
  void pieces() {
    byte[] bytes =
        "Hello-µ@ßöäüàá-UTF-8!! κόσμε 你好 🎉 and plain ascii again".getBytes(StandardCharsets.UTF_8);
    ByteBuf text = Unpooled.wrappedBuffer(bytes);
    for (int size = 1; size <= bytes.length; size++) {
      Utf8Validator utf8 = new Utf8Validator();
      for (int from = 0; from < bytes.length; from += size) {
        assertEquals(true, utf8.accepts(text.nioBuffer(from, Math.min(bytes.length - from, size))));
      }
      assertEquals(true, utf8.ends());
    }
  }
}
