package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Deflates messages (RFC 7692, section 7.2.1) in place of Netty's encoder, which refuses a fragment
 * that is empty and not the last. The window is kept from one message to the next.
 */
final class DeflatingEncoder extends MessageToMessageEncoder<WebSocketFrame> {
  private static final int RSV1 = 4;
  private static final int LEVEL = 6;

  /** Of the empty block that ends a flush, and that the end of a message goes without. */
  private static final int TAIL_LENGTH = 4;

  /** More than a flush needs, so that a buffer with room left has taken all of it. */
  private static final int OVERHEAD = 64;

  private final Deflater deflater = new Deflater(LEVEL, true);

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deflater.end();
  }

  @Override
  public boolean acceptOutboundMessage(Object message) {
    return message instanceof TextWebSocketFrame
        || message instanceof BinaryWebSocketFrame
        || message instanceof ContinuationWebSocketFrame;
  }

  @Override
  protected void encode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
    boolean isFinal = frame.isFinalFragment();
    ByteBuf payload = deflated(context, frame);
    if (frame instanceof TextWebSocketFrame) {
      out.add(new TextWebSocketFrame(isFinal, RSV1, payload));
    } else if (frame instanceof BinaryWebSocketFrame) {
      out.add(new BinaryWebSocketFrame(isFinal, RSV1, payload));
    } else {
      out.add(new ContinuationWebSocketFrame(isFinal, 0, payload));
    }
  }

  private ByteBuf deflated(ChannelHandlerContext context, WebSocketFrame frame) {
    int size = frame.content().readableBytes();
    ByteBuf out = context.alloc().heapBuffer(size / 2 + OVERHEAD);
    deflater.setInput(frame.content().nioBuffer());
    do {
      out.ensureWritable(OVERHEAD);
      int count =
          deflater.deflate(
              out.array(),
              out.arrayOffset() + out.writerIndex(),
              out.writableBytes(),
              Deflater.SYNC_FLUSH);
      out.writerIndex(out.writerIndex() + count);
    } while (!out.isWritable());
    if (frame.isFinalFragment()) {
      endMessage(out);
    }
    return out;
  }

  /**
   * Takes the tail off. A flush of nothing right after another writes no tail; then the message
   * ends with an empty block, of which one byte is left when the tail is gone (section 7.2.3.6).
   */
  private static void endMessage(ByteBuf out) {
    if (out.readableBytes() > TAIL_LENGTH) {
      out.writerIndex(out.writerIndex() - TAIL_LENGTH);
    } else {
      out.clear().writeByte(0);
    }
  }
}
