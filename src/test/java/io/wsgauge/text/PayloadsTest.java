package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PayloadsTest {
  private static String text(String payload) {
    return Payloads.text(Buffer.buffer(payload));
  }

  @Test
  @DisplayName("visible characters of every script stay as they are")
  void visible() {
    assertEquals("grüße, 你好 🎉 {\"a\": 1}", text("grüße, 你好 🎉 {\"a\": 1}"));
  }

  @Test
  @DisplayName("a line break cannot make a line of its own in the log")
  void lineBreaks() {
    assertEquals("a\\r\\nb\\u{2028}c\\u{85}d", text("a\r\nb\u2028c\u0085d"));
  }

  @Test
  @DisplayName("neither escape sequences of terminals nor marks that turn the text get through")
  void controls() {
    assertEquals("\\u{1b}[2J\\u{0}\\u{202e}txt", text("\u001b[2J\u0000\u202etxt"));
  }

  @Test
  @DisplayName("a backslash is doubled, so that nobody can write an escape of his own")
  void backslash() {
    assertEquals("\\\\n", text("\\n"));
  }

  @Test
  @DisplayName("bytes that are not UTF-8 become U+FFFD")
  void malformed() {
    assertEquals("a\ufffd", Payloads.text(Buffer.buffer(new byte[] {'a', (byte) 0xc3})));
  }

  @Test
  @DisplayName("a text that is too long is cut with a mark, and never within a surrogate pair")
  void cut() {
    assertEquals("ab", Payloads.cut("ab", 2));
    assertEquals("ab…", Payloads.cut("abc", 2));
    assertEquals("a…", Payloads.cut("a🎉b", 2));
    assertEquals("a🎉…", Payloads.cut("a🎉b", 3));
  }

  @Test
  @DisplayName("binary is shown in hexadecimal")
  void hexadecimal() {
    assertEquals("0x00 0f ff", Payloads.hex(Buffer.buffer(new byte[] {0, 15, -1})));
  }
}
