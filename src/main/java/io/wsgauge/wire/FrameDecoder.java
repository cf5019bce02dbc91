package io.wsgauge.wire;

import static io.wsgauge.wire.FrameRules.BINARY;
import static io.wsgauge.wire.FrameRules.CLOSE;
import static io.wsgauge.wire.FrameRules.CONTINUATION;
import static io.wsgauge.wire.FrameRules.FINAL;
import static io.wsgauge.wire.FrameRules.PING;
import static io.wsgauge.wire.FrameRules.RSV1;
import static io.wsgauge.wire.FrameRules.TEXT;
import static io.wsgauge.wire.FrameRules.isControl;
import static io.wsgauge.wire.FrameRules.opcode;

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
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Decodes frames and holds them to RFC 6455, sections 5.2 to 5.6, 7.4 and 8.1. Beyond Netty's own
 * decoder it refuses reserved bits that no extension gave a meaning, and text that is not UTF-8,
 * the latter with the byte that shows it, also in the middle of a frame that has not arrived whole.
 *
 * <p>What breaks a rule ends the decoding with a {@link CorruptedWebSocketFrameException} that
 * holds the close code; nothing after it, or after a close frame, is looked at. Nothing is decoded
 * while the channel does not read by itself.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int MASKED = 0x80;

  private final boolean masked;
  private final boolean deflate;
  private final Limits limits;

  /** Null when there is no limit to it. */
  private final Rate rate;

  private final Utf8 utf8 = new Utf8();

  private boolean ended;

  /** Whether the frame before left a message unfinished. */
  private boolean withinMessage;

  /** Frames of the message until now. */
  private int fragments;

  /** Whether that message, or the one that begins, is text to be checked here. */
  private boolean text;

  /**
   * Whether the head of a frame is here and not all of its payload; the rest is about that frame.
   */
  private boolean withinFrame;

  private int first;
  private int length;
  private int mask;

  /** Bytes of the payload that have been unmasked and checked. */
  private int seen;

  /**
   * @param masked whether frames must be masked, as a client's must and a server's must not
   * @param deflate whether permessage-deflate was negotiated, which gives the first reserved bit a
   *     meaning
   */
  FrameDecoder(boolean masked, boolean deflate, Limits limits) {
    this.masked = masked;
    this.deflate = deflate;
    this.limits = limits;
    this.rate = limits.haveRate() ? new Rate(limits) : null;
  }

  /** Drops whatever comes from now on, as after a violation. */
  void end() {
    ended = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (ended) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!context.channel().config().isAutoRead()) {
      return; // what was read before the pause stays as few bytes instead of many frames
    }
    try {
      if (withinFrame || readHead(in)) {
        readPayload(in, out);
      }
    } catch (CorruptedWebSocketFrameException violation) {
      ended = true;
      in.skipBytes(in.readableBytes());
      throw violation;
    }
  }

  /** Reads the head if all of it is here, and refuses it as soon as it can. */
  private boolean readHead(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int firstByte = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    int shortLength = second & 0x7f;
    FrameRules.checkHead(firstByte, shortLength, withinMessage, deflate);
    FrameRules.check(
        (second & MASKED) != 0 == masked,
        masked ? "a client's frame must be masked" : "a server's frame must not be masked");
    int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    int size = 2 + extended + (masked ? 4 : 0);
    if (available < 2 + extended) {
      return false;
    }
    long payload =
        switch (extended) {
          case 2 -> in.getUnsignedShort(start + 2);
          case 8 -> in.getLong(start + 2);
          default -> shortLength;
        };
    FrameRules.checkLength(payload, extended);
    if (limits.frameSize().isExceededBy(payload)) {
      throw limits.frameSize().violation("frame");
    }
    if (available < size) {
      return false;
    }
    mask = masked ? in.getInt(start + size - 4) : 0;
    in.skipBytes(size);
    first = firstByte;
    length = (int) payload;
    seen = 0;
    withinFrame = true;
    if (!isControl(first)) {
      beginFragment();
    }
    if (rate != null) {
      rate.take(length);
    }
    return true;
  }

  private void beginFragment() {
    if (!withinMessage) {
      // compressed text is checked when it is inflated
      text = opcode(first) == TEXT && (first & RSV1) == 0;
      fragments = 0;
    }
    if (limits.fragments().isExceededBy(++fragments)) {
      throw limits.fragments().violation("message");
    }
  }

  /** Decodes what was held back while the channel was not to be read. */
  void resume(ChannelHandlerContext context) {
    try {
      decodeHeld(context);
      channelReadComplete(context); // Vert.x flushes then, and not before
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
  }

  private void decodeHeld(ChannelHandlerContext context) throws Exception {
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
    } catch (CorruptedWebSocketFrameException violation) {
      context.fireExceptionCaught(violation);
    }
  }

  private void readPayload(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int from = start + seen;
    int to = start + Math.min(length, in.readableBytes());
    if (mask != 0) {
      unmask(in, from, to);
    }
    boolean checkedText = text && !isControl(first);
    if (checkedText) {
      FrameRules.checkText(utf8.accepts(in, from, to));
    }
    seen = to - start;
    if (seen < length) {
      return;
    }
    withinFrame = false;
    boolean isFinal = (first & FINAL) != 0;
    if (!isControl(first)) {
      withinMessage = !isFinal;
      FrameRules.checkText(!checkedText || !isFinal || utf8.ends());
    } else if (opcode(first) == CLOSE) {
      FrameRules.checkClose(in, start, length);
      ended = true;
    }
    out.add(frame(isFinal, length == 0 ? Unpooled.EMPTY_BUFFER : in.readRetainedSlice(length)));
  }

  private WebSocketFrame frame(boolean isFinal, ByteBuf payload) {
    int reserved = (first >> 4) & 7;
    return switch (opcode(first)) {
      case TEXT -> new TextWebSocketFrame(isFinal, reserved, payload);
      case BINARY -> new BinaryWebSocketFrame(isFinal, reserved, payload);
      case CONTINUATION -> new ContinuationWebSocketFrame(isFinal, reserved, payload);
      case CLOSE -> new CloseWebSocketFrame(isFinal, reserved, payload);
      case PING -> new PingWebSocketFrame(isFinal, reserved, payload);
      default -> new PongWebSocketFrame(isFinal, reserved, payload);
    };
  }

  /** Of bytes from {@link #seen} on, to which the mask is turned first. */
  private void unmask(ByteBuf in, int from, int to) {
    int turned = Integer.rotateLeft(mask, 8 * (seen & 3));
    long twice = (long) turned << 32 | (turned & 0xffffffffL);
    // a view of the JDK's costs one object, and a fraction of ByteBuf's checks for each access
    ByteBuffer bytes = in.nioBuffer(from, to - from);
    int last = bytes.limit() - 8;
    int i = 0;
    for (; i <= last; i += 8) {
      bytes.putLong(i, bytes.getLong(i) ^ twice);
    }
    for (int shift = 56; i < bytes.limit(); i++, shift -= 8) {
      bytes.put(i, (byte) (bytes.get(i) ^ (byte) (twice >> shift)));
    }
  }
}
