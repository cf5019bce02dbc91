package io.wsgauge.wire;

import static io.wsgauge.wire.Rfc6455.CLOSE;
import static io.wsgauge.wire.Rfc6455.FINAL;
import static io.wsgauge.wire.Rfc6455.RSV1;
import static io.wsgauge.wire.Rfc6455.TEXT;
import static io.wsgauge.wire.Rfc6455.isControl;
import static io.wsgauge.wire.Rfc6455.opcode;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames and holds them to RFC 6455, sections 5.2 to 5.6, 7.4 and 8.1: beyond what Netty's
 * decoder asks for, reserved bits to which no extension gave a meaning are rejected, and text that
 * is not UTF-8, the latter with the byte that shows it, also in the middle of a frame that has not
 * arrived whole.
 *
 * <p>A broken rule is a {@link CorruptedWebSocketFrameException} that holds the close code; nothing
 * is to be decoded after it, nor after a close frame.
 */
final class FrameParser {
  private static final int MASKED = 0x80;

  private final boolean masked;
  private final boolean deflate;
  private final Limits limits;

  private final @Nullable RateLimit rate;

  private final Utf8Validator utf8 = new Utf8Validator();

  /** Whether the frame before left a message unfinished. */
  private boolean withinMessage;

  /** Frames of the message until now. */
  private int fragments;

  /** Whether that message, or the one that begins, is text. */
  private boolean text;

  /** Whether its text is checked when it is inflated. */
  private boolean compressed;

  /**
   * Whether the head of a frame is here and not all of its payload; the rest is about that frame.
   */
  private boolean withinFrame;

  private int first;
  private int headSize;
  private int length;
  private int mask;

  /** Bytes of the payload that have been unmasked and checked. */
  private int seen;

  /**
   * @param masked whether frames must be masked, as a client's must and a server's must not
   * @param deflate whether permessage-deflate was negotiated, which gives the first reserved bit a
   *     meaning
   * @param rate of the connection; null when there is no limit to it
   */
  FrameParser(boolean masked, boolean deflate, Limits limits, @Nullable RateLimit rate) {
    this.masked = masked;
    this.deflate = deflate;
    this.limits = limits;
    this.rate = rate;
  }

  /**
   * Reads a head, and the payload in place.
   *
   * @param in what is left of the bytes, those of a frame that has begun included
   * @return null when more of them are needed
   */
  @Nullable Frame read(ByteBuf in) {
    return withinFrame || readHead(in) ? readPayload(in) : null;
  }

  /** The payload of the frame that has begun; 0 when the head of the next one is not here. */
  int begun() {
    return withinFrame ? length : 0;
  }

  /** Reads the head if all of it is here, and rejects it as soon as it can. */
  private boolean readHead(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    if (available < 2) {
      return false;
    }
    int firstByte = in.getUnsignedByte(start);
    int second = in.getUnsignedByte(start + 1);
    int shortLength = second & 0x7f;
    Rfc6455.checkHead(firstByte, shortLength, withinMessage, deflate);
    Rfc6455.check(
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
    Rfc6455.checkLength(payload, extended);
    if (limits.frameSize().isExceededBy(payload)) {
      throw limits.frameSize().violation("frame");
    }
    if (available < size) {
      return false;
    }
    mask = masked ? in.getInt(start + size - 4) : 0;
    in.skipBytes(size);
    first = firstByte;
    headSize = size;
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
      text = opcode(first) == TEXT;
      compressed = (first & RSV1) != 0;
      fragments = 0;
    }
    if (limits.fragments().isExceededBy(++fragments)) {
      throw limits.fragments().violation("message");
    }
  }

  private @Nullable Frame readPayload(ByteBuf in) {
    int start = in.readerIndex();
    int from = start + seen;
    int to = start + Math.min(length, in.readableBytes());
    // a view of the JDK's costs a fraction of ByteBuf's checks for each access
    ByteBuffer piece = in.internalNioBuffer(from, to - from);
    if (mask != 0) {
      Mask.apply(mask, seen, piece);
    }
    boolean isText = text && !isControl(first);
    boolean checkedText = isText && !compressed;
    if (checkedText) {
      Rfc6455.checkText(utf8.accepts(piece));
    }
    seen = to - start;
    if (seen < length) {
      return null;
    }
    withinFrame = false;
    boolean isFinal = (first & FINAL) != 0;
    if (!isControl(first)) {
      withinMessage = !isFinal;
      Rfc6455.checkText(!checkedText || !isFinal || utf8.ends());
    } else if (opcode(first) == CLOSE) {
      Rfc6455.checkClose(in, start, length);
    }
    in.skipBytes(length);
    // where the payload came in pieces, it was moved without its head
    return new Frame(first, isText, in, start, length, Math.min(start, headSize));
  }
}
