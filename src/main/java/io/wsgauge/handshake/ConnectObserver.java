package io.wsgauge.handshake;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.PromiseNotifier;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Sees a client's channel connect, and TLS in it. Vert.x removes this handler, as all others but
 * TLS, when it makes the connection one of HTTP.
 */
final class ConnectObserver extends ChannelDuplexHandler {
  /** Listens to the steps, in this order. Event loop only. */
  interface Listener {
    /** TCP's first packet is about to be sent. */
    void connecting(InetSocketAddress to);

    /** TCP, and a proxy's tunnel, are through. */
    void connected();

    /** TLS, where there is any, is as well. */
    void secured();

    /** Next comes HTTP. */
    void handedOver(ChannelPipeline pipeline);
  }

  private final Listener listener;

  ConnectObserver(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void connect(
      ChannelHandlerContext context,
      SocketAddress remote,
      SocketAddress local,
      ChannelPromise promise) {
    listener.connecting((InetSocketAddress) remote);
    ProxyRefusal.install(context.pipeline());
    boolean proxied = context.pipeline().get(ProxyHandler.class) != null;
    context
        .connect(remote, local, context.newPromise())
        .addListener(
            done -> {
              if (done.isSuccess() && !proxied) {
                listener.connected();
                awaitTls(context);
              }
            })
        .addListener(new PromiseNotifier<>(promise));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ProxyConnectionEvent) {
      listener.connected();
      context.fireUserEventTriggered(event); // to Vert.x, which adds TLS now
      awaitTls(context);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void awaitTls(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls != null) {
      tls.handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  listener.secured();
                }
              });
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      if (context.pipeline().get(SslHandler.class) != null) {
        TlsRecordLimit.install(context.pipeline());
      }
      listener.handedOver(context.pipeline());
    }
  }
}
