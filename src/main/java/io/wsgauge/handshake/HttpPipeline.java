package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Turn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What Vert.x's API does not offer for the HTTP connections of a server. Event loop only. */
public final class HttpPipeline {
  private final BufferBudget budget;

  /**
   * @param budget of all connections, in which what waits to be sent or answered is counted
   */
  public HttpPipeline(BufferBudget budget) {
    this.budget = budget;
  }

  /**
   * Lets through one request at a time, held to RFC 9112 as far as Netty does not, with bounds on
   * how long it takes to come in and how long a peer may take nothing of its answer. To be called
   * before the connection's first request, and before what is to see only those that keep to that.
   *
   * @param limits of a request's head
   * @param requestTimeout from a request's first byte, or the connection's begin, to its last byte
   * @param writeTimeout zero waits for ever
   * @param proxies that are believed when they say for whom they ask
   * @param maxTlsHandshakes that may be under way for the listener that it came from, with TLS
   */
  public void install(
      HttpConnection connection,
      Http1ServerConfig limits,
      Duration requestTimeout,
      Duration writeTimeout,
      TrustedProxies proxies,
      int maxTlsHandshakes,
      RequestListener listener) {
    Channel channel = VertxPipeline.channel(connection);
    proxies.attachTo(channel);
    AcceptLimit.install(channel);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      refuseRenegotiation(tls);
      TlsRecordLimit.install(channel.pipeline());
      TlsHandshakes.done(channel, maxTlsHandshakes);
    }
    RequestDecoder.install(channel, limits, requestTimeout, writeTimeout, budget, listener);
  }

  /**
   * Ends the connection when the peer begins another TLS handshake, which costs the server much and
   * the peer little.
   */
  private static void refuseRenegotiation(SslHandler tls) {
    // the JDK has a system property for it alone; a handshake without a cipher suite fails
    tls.engine().setEnabledCipherSuites(new String[0]);
  }

  /**
   * Lets a server listen on the context of the caller, whose connections from trusted proxies may
   * begin with a header of the PROXY protocol.
   */
  public static Future<HttpServer> listen(
      HttpServer server, SocketAddress address, TrustedProxies proxies) {
    return HookedListener.listen(server, address, proxies);
  }

  /**
   * The address of the one client that a connection serves, which may be told a moment after it has
   * begun; null where it is not reached by IP, or by a trusted proxy that has not named it.
   */
  public static @Nullable InetAddress clientAddress(HttpConnection connection) {
    Channel channel = VertxPipeline.channel(connection);
    InetSocketAddress address = PeerInspector.remoteAddress(channel);
    TrustedProxies proxies = TrustedProxies.of(channel);
    return address == null || (proxies != null && proxies.contain(address))
        ? null
        : address.getAddress();
  }

  /**
   * Does something in a context after what its event loop has found at its latest look at all
   * connections, and after what others had done so that takes longer than a turn. Thread-safe. For
   * what many get done at the same moment, which tasks would do in a row.
   */
  public static void inTurn(Context context, Runnable action) {
    ContextInternal own = (ContextInternal) context;
    own.runOnContext(
        v ->
            new Turn()
                .yieldToOthersNew(own.nettyEventLoop(), () -> own.dispatch(now -> action.run())));
  }

  /**
   * Ends the connection at once, if it is one of HTTP by then. Thread-safe. Vert.x's own close
   * waits until what was written before is sent, which a peer that does not read puts off for ever.
   */
  public static void cut(HttpConnection connection) {
    VertxPipeline.close(VertxPipeline.channel(connection));
  }
}
