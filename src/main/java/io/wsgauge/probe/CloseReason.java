package io.wsgauge.probe;

import io.wsgauge.wire.CloseCode;
import java.nio.charset.StandardCharsets;

/**
 * What a close frame says (RFC 6455, section 5.5.1).
 *
 * @param code one that may be sent (section 7.4)
 * @param text at most 123 bytes of UTF-8; may be empty
 */
public record CloseReason(int code, String text) {
  private static final int MAX_TEXT_SIZE = 123;

  public static final CloseReason NORMAL = new CloseReason(CloseCode.NORMAL_CLOSURE, "");

  /**
   * @throws IllegalArgumentException with the rule that is broken
   */
  public CloseReason {
    if (!CloseCode.mayBeSent(code)) {
      throw new IllegalArgumentException("the code must be " + CloseCode.SENT + ", not " + code);
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_TEXT_SIZE) {
      throw new IllegalArgumentException(
          "the reason must be at most " + MAX_TEXT_SIZE + " bytes, not " + size);
    }
  }

  /**
   * Reads {@code 4000}, or {@code 4000:a reason}.
   *
   * @throws IllegalArgumentException with the rule that is broken
   */
  public static CloseReason parse(String text) {
    String[] parts = text.split(":", 2);
    if (!parts[0].matches("\\d{1,4}")) {
      throw new IllegalArgumentException("must be a code, such as 1000 or 4000:done");
    }
    return new CloseReason(Integer.parseInt(parts[0]), parts.length == 1 ? "" : parts[1]);
  }
}
