package io.wsgauge.text;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;

/** What a peer has sent as it can safely stand in a line of a log. Thread-safe. */
public final class Payloads {
  /** Characters of one field of a peer's, such as a path or a header's value, that are shown. */
  public static final int MAX_FIELD_LENGTH = 200;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private Payloads() {}

  /**
   * The UTF-8 text with everything escaped that is not a visible character or a space. Bytes that
   * are not UTF-8, such as a code point that was cut, become U+FFFD.
   */
  public static String text(Buffer bytes) {
    return escaped(bytes.toString(), true);
  }

  /** The same of a field that is cut after {@link #MAX_FIELD_LENGTH} characters. */
  public static String field(String text) {
    return escaped(cut(text, MAX_FIELD_LENGTH), true);
  }

  /**
   * The same of a text that holds fields which are escaped already, and whose backslashes so stay
   * as they are. What is escaped is escaped once, however often this is called.
   */
  public static String visible(String text) {
    return isPlain(text) || text.codePoints().noneMatch(Payloads::isHidden)
        ? text
        : escaped(text, false);
  }

  /** The first characters of a text that is longer, and that there were more. */
  public static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    // half of a surrogate pair is no UTF-8
    boolean pair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, pair ? length - 1 : length) + "…";
  }

  /** The bytes in hexadecimal, {@code 0x00 ff}. */
  public static String hex(Buffer bytes) {
    return "0x" + HEX.formatHex(bytes.getBytes());
  }

  /** Whether nothing of it is ever escaped, which streams take ten times as long to find out. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~' || character == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String text, boolean backslash) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isHidden(codePoint)) {
                hide(escaped, codePoint);
              } else if (backslash && codePoint == '\\') {
                escaped.append("\\\\");
              } else {
                escaped.appendCodePoint(codePoint);
              }
            });
    return escaped.toString();
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      // FORMAT holds the marks that turn the writing direction
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static void hide(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> escaped.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
    }
  }
}
