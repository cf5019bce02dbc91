package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates messages (RFC 7692, section 7.2.2) in place of Netty's decoder, which inflates without a
 * bound and stumbles over a fragment that inflates to nothing. A message is refused with the byte
 * that exceeds its limit, and so is text that is not UTF-8.
 *
 * <p>The window is always kept from one message to the next: a peer that agreed to start each
 * message with an empty one does not refer to it.
 */
final class InflatingDecoder extends ChannelInboundHandlerAdapter {
  /** What a compressor leaves off at the end of a message. */
  private static final byte[] TAIL = {0, 0, -1, -1};

  private static final int RSV1 = 4;
  private static final int SMALLEST_BUFFER = 256;

  private final Limit messageSize;
  private final Inflater inflater = new Inflater(true);
  private final Utf8 utf8 = new Utf8();

  private boolean ended;

  /** Of the message that is coming in. */
  private boolean compressed;

  private boolean text;
  private int room;

  InflatingDecoder(Limit messageSize) {
    this.messageSize = messageSize;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    inflater.end();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof TextWebSocketFrame frame) {
      begin(frame, true);
      context.fireChannelRead(inflated(frame));
    } else if (message instanceof BinaryWebSocketFrame frame) {
      begin(frame, false);
      context.fireChannelRead(inflated(frame));
    } else if (message instanceof ContinuationWebSocketFrame frame) {
      context.fireChannelRead(inflated(frame));
    } else {
      context.fireChannelRead(message);
    }
  }

  private void begin(WebSocketFrame frame, boolean isText) {
    compressed = (frame.rsv() & RSV1) != 0;
    text = isText;
    room = messageSize.value();
  }

  private WebSocketFrame inflated(WebSocketFrame frame) {
    if (!compressed) {
      return frame;
    }
    int size = Math.max(SMALLEST_BUFFER, 2 * frame.content().readableBytes());
    // not pooled, because Vert.x would copy it if it were
    ByteBuf payload = Unpooled.buffer(Math.min(size, messageSize.value()));
    try {
      inflate(frame.content().nioBuffer(), payload);
      if (frame.isFinalFragment()) {
        inflate(ByteBuffer.wrap(TAIL), payload);
      }
      if (text) {
        FrameRules.checkText(
            utf8.accepts(payload, 0, payload.writerIndex())
                && (!frame.isFinalFragment() || utf8.ends()));
      }
      return with(frame, payload);
    } catch (DataFormatException e) {
      ended = true;
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the payload does not inflate", e);
    } catch (CorruptedWebSocketFrameException violation) {
      ended = true;
      throw violation;
    } finally {
      frame.release();
    }
  }

  private void inflate(ByteBuffer in, ByteBuf out) throws DataFormatException {
    inflater.setInput(in);
    while (true) {
      // one byte more than there is room for shows that the limit is exceeded
      out.ensureWritable(Math.min(SMALLEST_BUFFER, room + 1));
      int count =
          inflater.inflate(
              out.array(),
              out.arrayOffset() + out.writerIndex(),
              Math.min(out.writableBytes(), room + 1));
      out.writerIndex(out.writerIndex() + count);
      room -= count;
      if (room < 0) {
        throw messageSize.violation("message");
      }
      if (inflater.finished()) {
        inflater.reset(); // the peer ended its stream, and may begin another
        inflater.setInput(in);
      } else if (count == 0) {
        if (inflater.needsDictionary()) {
          throw new DataFormatException("needs a dictionary");
        }
        return;
      }
    }
  }

  private static WebSocketFrame with(WebSocketFrame frame, ByteBuf payload) {
    int reserved = frame.rsv() & ~RSV1;
    if (frame instanceof TextWebSocketFrame) {
      return new TextWebSocketFrame(frame.isFinalFragment(), reserved, payload);
    }
    return frame instanceof BinaryWebSocketFrame
        ? new BinaryWebSocketFrame(frame.isFinalFragment(), reserved, payload)
        : new ContinuationWebSocketFrame(frame.isFinalFragment(), reserved, payload);
  }
}
