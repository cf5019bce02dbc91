package io.wsgauge.telemetry;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/** Payloads as they can safely stand in a line of a log. */
public final class Payloads {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private Payloads() {}

  /**
   * The UTF-8 text with everything escaped that is not a visible character or a space. Bytes that
   * are not UTF-8, such as a code point that was cut, become U+FFFD.
   */
  public static String text(Buffer bytes) {
    String text = bytes.toString();
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(escaped, codePoint));
    return escaped.toString();
  }

  /** The bytes in hexadecimal, {@code 0x00 ff}. */
  public static String hex(Buffer bytes) {
    return "0x" + HEX.formatHex(bytes.getBytes());
  }

  private static void append(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      case '\\' -> escaped.append("\\\\");
      default -> {
        switch (Character.getType(codePoint)) {
          // FORMAT holds the marks that turn the writing direction
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              escaped.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
          default -> escaped.appendCodePoint(codePoint);
        }
      }
    }
  }
}
