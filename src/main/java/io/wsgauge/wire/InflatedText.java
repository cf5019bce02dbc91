package io.wsgauge.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/** Refuses text that is not UTF-8 where it was compressed, so that {@link FrameDecoder} cannot. */
final class InflatedText extends ChannelInboundHandlerAdapter {
  private final Utf8 utf8 = new Utf8();
  private boolean text;
  private boolean ended;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof TextWebSocketFrame) {
      text = true;
    } else if (message instanceof BinaryWebSocketFrame) {
      text = false;
    }
    if (text && isData(message) && !accepts((WebSocketFrame) message)) {
      ended = true;
      ReferenceCountUtil.release(message);
      FrameRules.checkText(false);
    }
    context.fireChannelRead(message);
  }

  private static boolean isData(Object message) {
    return message instanceof TextWebSocketFrame || message instanceof ContinuationWebSocketFrame;
  }

  private boolean accepts(WebSocketFrame frame) {
    int from = frame.content().readerIndex();
    return utf8.accepts(frame.content(), from, from + frame.content().readableBytes())
        && (!frame.isFinalFragment() || utf8.ends());
  }
}
