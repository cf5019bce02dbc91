package io.wsgauge.handshake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.ProtocolException;

/**
 * Ends the refusal of an HTTP proxy with its head. Netty waits for the end of the body, which may
 * never come, and tells its own stand-in, status 999, of what is not HTTP. Stands before its
 * handler.
 */
final class ProxyRefusal extends ChannelInboundHandlerAdapter {
  private boolean refused;

  /** Comes into place where the pipeline has an HTTP proxy. */
  static void install(ChannelPipeline pipeline) {
    ChannelHandlerContext proxy = pipeline.context(HttpProxyHandler.class);
    if (proxy != null) {
      pipeline.addBefore(proxy.name(), null, new ProxyRefusal());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpResponse response) {
      int status = ResponseRules.status(response);
      refused = status / 100 != 2;
      if (status == 0) {
        ReferenceCountUtil.release(message);
        context.fireExceptionCaught(new ProtocolException("the answer is not HTTP/1.1"));
        return;
      }
    }
    context.fireChannelRead(message);
    if (refused) {
      context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }
}
