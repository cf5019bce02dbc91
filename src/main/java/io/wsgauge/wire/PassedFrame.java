package io.wsgauge.wire;

/**
 * A frame that has been received or sent.
 *
 * @param first the first byte of its head
 * @param length of its payload as it is on the wire
 * @param at in {@link System#nanoTime}
 */
public record PassedFrame(int first, int length, long at) {
  /** A word for what it is (RFC 6455, section 11.8). */
  public String opcode() {
    return switch (Rfc6455.opcode(first)) {
      case Rfc6455.CONTINUATION -> "continuation";
      case Rfc6455.TEXT -> "text";
      case Rfc6455.BINARY -> "binary";
      case Rfc6455.CLOSE -> "close";
      case Rfc6455.PING -> "ping";
      case Rfc6455.PONG -> "pong";
      default -> "reserved";
    };
  }

  /** Whether it is the last of its message. */
  public boolean isFinal() {
    return (first & Rfc6455.FINAL) != 0;
  }

  /** Whether its head says that its message is compressed (RFC 7692, section 6). */
  public boolean isCompressed() {
    return (first & Rfc6455.RSV1) != 0;
  }
}
