package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates messages (RFC 7692, section 7.2.2); Netty's decoder does so without a bound, and
 * stumbles over a fragment that inflates to nothing. A message is rejected with the byte that
 * exceeds its limit, and so is text that is not UTF-8, and a frame that takes too long.
 *
 * <p>The window is kept from one message to the next, unless the peer ends its stream: a peer that
 * agreed to start each message with an empty one does not refer to it.
 */
final class MessageInflater {
  /** What a compressor leaves off at the end of a message. */
  private static final byte[] TAIL = {0, 0, -1, -1};

  private static final int SMALLEST_BUFFER = 256;

  /** Bytes that zlib takes: the window of 32 KiB, and its tables. */
  private static final int INFLATER_SIZE = 44 * 1024;

  /**
   * Streams that may end in one frame: a compressor ends one with a message at most, and each costs
   * as much time as a KiB that is inflated.
   */
  private static final int MOST_STREAMS = 1000;

  private final ByteBufAllocator allocator;
  private final Limit messageSize;
  private final @Nullable RateLimit rate;
  private final BufferBudget budget;
  private final Utf8Validator utf8 = new Utf8Validator();

  /** The inflater, which takes memory of the system's; null until there is something to inflate. */
  private @Nullable Inflater inflater;

  /** Whether the message that is coming in is compressed. */
  private boolean compressed;

  private long room;

  /**
   * @param rate of the connection; null when there is no limit to it
   */
  MessageInflater(
      ByteBufAllocator allocator,
      Limit messageSize,
      @Nullable RateLimit rate,
      BufferBudget budget) {
    this.allocator = allocator;
    this.messageSize = messageSize;
    this.rate = rate;
    this.budget = budget;
    budget.use(INFLATER_SIZE); // which it may need any time
  }

  /** Nothing more is to be inflated. */
  void end() {
    if (inflater != null) {
      inflater.end();
    }
    budget.use(-INFLATER_SIZE);
  }

  /**
   * @param frame of a message's
   * @return the frame with its payload inflated, which the caller releases; itself, retained, when
   *     its message is not compressed
   * @throws CorruptedWebSocketFrameException when its message must not be, or go on, like that
   */
  Frame inflate(Frame frame) {
    if (!frame.isContinuation()) {
      compressed = frame.isCompressed();
      room = messageSize.value();
    }
    return compressed ? frame.with(inflated(frame)) : frame.retain();
  }

  private ByteBuf inflated(Frame frame) {
    int size = Math.max(SMALLEST_BUFFER, 2 * frame.length());
    ByteBuf payload = allocator.directBuffer(Math.min(size, messageSize.value()));
    try {
      inflate(frame, payload);
      return payload.retain();
    } catch (DataFormatException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the payload does not inflate", e);
    } finally {
      payload.release();
    }
  }

  private void inflate(Frame frame, ByteBuf payload) throws DataFormatException {
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    inflate(inflater, frame.bytes().nioBuffer(frame.start(), frame.length()), payload);
    if (frame.isFinal()) {
      inflate(inflater, ByteBuffer.wrap(TAIL), payload);
    }
    if (rate != null) {
      rate.inflated(payload.readableBytes() - frame.length());
    }
    if (frame.isText()) {
      Rfc6455.checkText(utf8.accepts(payload.nioBuffer()) && (!frame.isFinal() || utf8.ends()));
    }
  }

  private void inflate(Inflater zlib, ByteBuffer in, ByteBuf out) throws DataFormatException {
    zlib.setInput(in);
    int streams = 0;
    while (true) {
      // one byte more than there is room for shows that the limit is exceeded
      out.ensureWritable((int) Math.min(SMALLEST_BUFFER, room + 1));
      int most = (int) Math.min(out.writableBytes(), room + 1);
      int count = zlib.inflate(out.internalNioBuffer(out.writerIndex(), most));
      out.writerIndex(out.writerIndex() + count);
      room -= count;
      if (room < 0) {
        throw messageSize.violation("message");
      }
      if (zlib.finished()) {
        if (++streams > MOST_STREAMS) {
          throw new CorruptedWebSocketFrameException(
              WebSocketCloseStatus.POLICY_VIOLATION,
              "frame with more than " + MOST_STREAMS + " deflate streams");
        }
        zlib.reset(); // the peer ended its stream, and may begin another
        zlib.setInput(in);
      } else if (count == 0) {
        if (zlib.needsDictionary()) {
          throw new DataFormatException("needs a dictionary");
        }
        return;
      }
    }
  }
}
