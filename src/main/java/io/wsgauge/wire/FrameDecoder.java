package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/**
 * Decodes frames and holds them to RFC 6455, sections 5.2 to 5.6, 7.4 and 8.1. Beyond Netty's own
 * decoder it refuses reserved bits that no extension gave a meaning, and text that is not UTF-8,
 * the latter with the byte that shows it, also in the middle of a frame that has not arrived whole.
 *
 * <p>What breaks a rule ends the decoding with a {@link CorruptedWebSocketFrameException} that
 * holds the close code; nothing after it, or after a close frame, is looked at.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int FINAL = 0x80;
  private static final int RSV1 = 0x40;
  private static final int RSV2_AND_3 = 0x30;
  private static final int MASKED = 0x80;
  private static final int LONGEST_CONTROL_PAYLOAD = 125;

  private final boolean masked;
  private final boolean deflate;
  private final int maxFrameSize;
  private final Utf8 utf8 = new Utf8();

  private boolean ended;

  /** Of the message that is coming in; both mean nothing between messages. */
  private boolean withinMessage;

  private boolean checkText;

  /** Of the frame that is coming in, once its head is here. */
  private boolean withinFrame;

  private int firstByte;
  private int length;
  private int mask;

  /** Bytes of the payload that have been unmasked and checked. */
  private int seen;

  /**
   * @param masked whether frames must be masked, as a client's must and a server's must not
   * @param deflate whether permessage-deflate was negotiated, which gives the first reserved bit a
   *     meaning
   * @param maxFrameSize bytes of the largest payload to take
   */
  FrameDecoder(boolean masked, boolean deflate, int maxFrameSize) {
    this.masked = masked;
    this.deflate = deflate;
    this.maxFrameSize = maxFrameSize;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
    } else if (withinFrame || readHead(in)) {
      readPayload(in, out);
    }
  }

  /** Reads the head when all of it is here. */
  private boolean readHead(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int first = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    checkFirst(in, first);
    if (((second & MASKED) != 0) != masked) {
      throw violation(in, masked ? "a client's frame must be masked" : "masked by a server");
    }
    int shortLength = second & 0x7f;
    if (isControl(first) && shortLength > LONGEST_CONTROL_PAYLOAD) {
      throw violation(in, "a control frame must not be over 125 bytes");
    }
    int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    if (available < 2 + extended) {
      return false;
    }
    long payload =
        switch (extended) {
          case 2 -> in.getUnsignedShort(start + 2);
          case 8 -> in.getLong(start + 2);
          default -> shortLength;
        };
    if ((extended == 2 && payload < 126) || (extended == 8 && payload >= 0 && payload < 65536)) {
      throw violation(in, "the length is not in its shortest form");
    }
    if (payload < 0) {
      throw violation(in, "the first bit of a length must be 0");
    }
    if (payload > maxFrameSize) {
      throw violation(
          in, WebSocketCloseStatus.MESSAGE_TOO_BIG, "frame over " + maxFrameSize + " bytes");
    }
    if (available < 2 + extended + (masked ? 4 : 0)) {
      return false;
    }
    in.skipBytes(2 + extended);
    mask = masked ? in.readInt() : 0;
    begin(first, (int) payload);
    return true;
  }

  private void checkFirst(ByteBuf in, int first) {
    int opcode = first & 0x0f;
    if ((first & RSV2_AND_3) != 0) {
      throw violation(in, "a reserved bit is set that no extension gave a meaning");
    }
    if ((first & RSV1) != 0 && !(deflate && (opcode == TEXT || opcode == BINARY))) {
      throw violation(
          in,
          deflate
              ? "RSV1 is set on another frame than the first of a message"
              : "RSV1 is set, and no extension gave it a meaning");
    }
    switch (opcode) {
      case TEXT, BINARY -> {
        if (withinMessage) {
          throw violation(in, "a message begins within another");
        }
      }
      case CONTINUATION -> {
        if (!withinMessage) {
          throw violation(in, "a continuation of no message");
        }
      }
      case CLOSE, PING, PONG -> {
        if ((first & FINAL) == 0) {
          throw violation(in, "a control frame must not be fragmented");
        }
      }
      default -> throw violation(in, "opcode " + opcode + " is reserved");
    }
  }

  private void begin(int first, int payload) {
    withinFrame = true;
    firstByte = first;
    length = payload;
    seen = 0;
    int opcode = first & 0x0f;
    if (opcode == TEXT || opcode == BINARY) {
      // compressed text is checked when it is inflated
      checkText = opcode == TEXT && (first & RSV1) == 0;
    }
  }

  private void readPayload(ByteBuf in, List<Object> out) {
    int from = in.readerIndex() + seen;
    int to = in.readerIndex() + Math.min(length, in.readableBytes());
    if (mask != 0) {
      unmask(in, from, to);
    }
    boolean text = checkText && !isControl(firstByte);
    if (text && !utf8.accepts(in, from, to)) {
      throw violation(in, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text must be UTF-8");
    }
    seen = to - in.readerIndex();
    if (seen < length) {
      return;
    }
    withinFrame = false;
    boolean isFinal = (firstByte & FINAL) != 0;
    if (!isControl(firstByte)) {
      withinMessage = !isFinal;
      if (text && isFinal && !utf8.ends()) {
        throw violation(
            in, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text ends within a code point");
      }
    }
    if ((firstByte & 0x0f) == CLOSE) {
      checkClose(in);
      ended = true;
    }
    out.add(frame(length == 0 ? Unpooled.EMPTY_BUFFER : in.readRetainedSlice(length)));
  }

  private WebSocketFrame frame(ByteBuf payload) {
    boolean isFinal = (firstByte & FINAL) != 0;
    int reserved = (firstByte >> 4) & 7;
    return switch (firstByte & 0x0f) {
      case TEXT -> new TextWebSocketFrame(isFinal, reserved, payload);
      case BINARY -> new BinaryWebSocketFrame(isFinal, reserved, payload);
      case CONTINUATION -> new ContinuationWebSocketFrame(isFinal, reserved, payload);
      case CLOSE -> new CloseWebSocketFrame(isFinal, reserved, payload);
      case PING -> new PingWebSocketFrame(isFinal, reserved, payload);
      default -> new PongWebSocketFrame(isFinal, reserved, payload);
    };
  }

  /** RFC 6455, sections 5.5.1 and 7.4. */
  private void checkClose(ByteBuf in) {
    if (length == 0) {
      return;
    }
    if (length == 1) {
      throw violation(in, "a close frame must not have one byte");
    }
    int start = in.readerIndex();
    int code = in.getUnsignedShort(start);
    boolean defined = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    if (!defined && (code < 3000 || code > 4999)) {
      throw violation(in, "close code " + code + " must not be sent");
    }
    Utf8 reason = new Utf8();
    if (!reason.accepts(in, start + 2, start + length) || !reason.ends()) {
      throw violation(in, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a reason must be UTF-8");
    }
  }

  /** Of bytes from {@link #seen} on, to which the mask is turned first. */
  private void unmask(ByteBuf in, int from, int to) {
    int turned = Integer.rotateLeft(mask, 8 * (seen & 3));
    long twice = (long) turned << 32 | (turned & 0xffffffffL);
    int i = from;
    for (; to - i >= 8; i += 8) {
      in.setLong(i, in.getLong(i) ^ twice);
    }
    for (int shift = 56; i < to; i++, shift -= 8) {
      in.setByte(i, in.getByte(i) ^ (byte) (twice >> shift));
    }
  }

  private static boolean isControl(int first) {
    return (first & 0x08) != 0;
  }

  private CorruptedWebSocketFrameException violation(ByteBuf in, String rule) {
    return violation(in, WebSocketCloseStatus.PROTOCOL_ERROR, rule);
  }

  private CorruptedWebSocketFrameException violation(
      ByteBuf in, WebSocketCloseStatus status, String rule) {
    ended = true;
    in.skipBytes(in.readableBytes());
    return new CorruptedWebSocketFrameException(status, rule);
  }
}
