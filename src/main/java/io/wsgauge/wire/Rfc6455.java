package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** The rules of RFC 6455 for a frame that need no more than its bytes and what came before. */
final class Rfc6455 {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FINAL = 0x80;
  static final int RSV1 = 0x40;
  private static final int RSV2_AND_3 = 0x30;
  private static final int LONGEST_CONTROL_PAYLOAD = 125;

  private Rfc6455() {}

  static int opcode(int first) {
    return first & 0x0f;
  }

  static boolean isControl(int first) {
    return (first & 0x08) != 0;
  }

  /**
   * Sections 5.2, 5.4 and 5.5; RFC 7692, section 6.
   *
   * @param first the first byte of a frame
   * @param shortLength the length in its second
   * @param withinMessage whether the frame before left a message unfinished
   * @param deflate whether permessage-deflate was negotiated
   */
  static void checkHead(int first, int shortLength, boolean withinMessage, boolean deflate) {
    int opcode = opcode(first);
    check((first & RSV2_AND_3) == 0, "a reserved bit is set that no extension gave a meaning");
    if ((first & RSV1) != 0) {
      check(deflate, "RSV1 is set, and no extension gave it a meaning");
      check(
          opcode == TEXT || opcode == BINARY,
          "RSV1 is set on another frame than the first of a message");
    }
    switch (opcode) {
      case TEXT, BINARY -> check(!withinMessage, "a message begins within another");
      case CONTINUATION -> check(withinMessage, "a continuation of no message");
      case CLOSE, PING, PONG -> {
        check((first & FINAL) != 0, "a control frame must not be fragmented");
        check(shortLength <= LONGEST_CONTROL_PAYLOAD, "a control frame must not be over 125 bytes");
      }
      default -> throw violation("opcode " + opcode + " is reserved");
    }
  }

  /**
   * Section 5.2.
   *
   * @param extended bytes that the length has beyond the short one: 0, 2 or 8
   */
  static void checkLength(long length, int extended) {
    check(length >= 0, "the first bit of a length must be 0");
    check(
        extended == 0 || length > (extended == 2 ? 125 : 65535),
        "the length is not in its shortest form");
  }

  /** Sections 5.5.1 and 7.4, of the payload of a close frame. */
  static void checkClose(ByteBuf in, int start, int length) {
    if (length == 0) {
      return;
    }
    check(length > 1, "a close frame must not have one byte");
    int code = in.getUnsignedShort(start);
    check(CloseCode.mayBeSent(code), "close code " + code + " must not be sent");
    Utf8Validator reason = new Utf8Validator();
    checkText(reason.accepts(in.nioBuffer(start + 2, length - 2)) && reason.ends());
  }

  /** Section 8.1. */
  static void checkText(boolean utf8) {
    if (!utf8) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text must be UTF-8");
    }
  }

  static void check(boolean holds, String rule) {
    if (!holds) {
      throw violation(rule);
    }
  }

  private static CorruptedWebSocketFrameException violation(String rule) {
    return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, rule);
  }
}
