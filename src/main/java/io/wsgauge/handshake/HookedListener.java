package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.HttpServerInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.function.UnaryOperator;

/**
 * Sees each connection that a server of Vert.x accepts before Vert.x does, and so before TLS.
 * Vert.x has a PROXY protocol of its own, but believes in it whoever sends it, demands it of
 * everybody, and ends a connection without a word where it is wrong. Thread-safe.
 */
@Sharable
final class HookedListener extends ChannelInboundHandlerAdapter {
  private final TrustedProxies proxies;

  private HookedListener(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /**
   * Lets the server listen on the context of the caller.
   *
   * @param proxies that may send a header of the PROXY protocol
   */
  static Future<HttpServer> listen(
      HttpServer server, SocketAddress address, TrustedProxies proxies) {
    ContextInternal context = ContextInternal.current();
    HookedListener hook = new HookedListener(proxies);
    // the one way from what listens to the channel that does is what the context belongs to
    ContextInternal hooked =
        with(
            ContextInternal.class,
            context,
            "owner",
            vertx ->
                with(VertxInternal.class, (VertxInternal) vertx, "transport", hook::transport));
    return ((HttpServerInternal) server).listen(hooked, address);
  }

  private Object transport(Object transport) {
    return with(Transport.class, (Transport) transport, "serverChannelFactory", this::factory);
  }

  private ChannelFactory<ServerChannel> factory(Object factory) {
    return () -> {
      ServerChannel listener = (ServerChannel) ((ChannelFactory<?>) factory).newChannel();
      listener.pipeline().addLast(this);
      return listener;
    };
  }

  /** The same object, but for what one of its methods returns. */
  private static <T> T with(
      Class<T> type, T object, String methodName, UnaryOperator<Object> replaced) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(object, arguments);
                return method.getName().equals(methodName) ? replaced.apply(result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (connection.remoteAddress() instanceof InetSocketAddress peer && proxies.contain(peer)) {
      connection.pipeline().addFirst(new ProxyHeaderDecoder());
    }
    context.fireChannelRead(accepted);
  }
}
