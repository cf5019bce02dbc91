package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.ReadBufferAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What Vert.x's API does not offer for an HTTP connection of a server. On its event loop. */
public final class HttpPipeline {
  private HttpPipeline() {}

  public static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** Null where the peer has none. */
  public static InetAddress remoteAddress(HttpConnection connection) {
    return channel(connection).remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress()
        : null;
  }

  /**
   * Lets the connection's WebSocket have permessage-deflate, which Vert.x's own handshake knows in
   * part only. To be called before the first request.
   *
   * @param messageSize of a message that was compressed; others are for the caller to limit
   * @param budget where it is not ample, messages are not compressed
   */
  public static void acceptDeflate(
      HttpConnection connection, Limit messageSize, BufferBudget budget) {
    channel(connection)
        .pipeline()
        .addBefore("handler", "deflateHandshake", new DeflateNegotiator(messageSize, budget));
  }

  /**
   * Lets the connection be read to buffers of its own, and its WebSocket to those of the event
   * loop. To be called before anything is read.
   *
   * @param sizes of the connection's own buffers
   */
  public static void readTo(HttpConnection connection, RecvByteBufAllocator sizes) {
    channel(connection).config().setRecvByteBufAllocator(new ReadBufferAllocator(sizes));
  }

  /**
   * Lets through one request at a time, with bounds on how long it takes to come in and how long a
   * peer may take nothing of its answer. To be called before the first request.
   *
   * @param limits of a request's head
   * @param requestTimeout from a request's first byte, or the connection's begin, to its last byte
   * @param writeTimeout zero waits for ever
   * @param budget of all connections, in which what waits to be sent or answered is counted
   */
  public static void oneAtATime(
      HttpConnection connection,
      Http1ServerConfig limits,
      Duration requestTimeout,
      Duration writeTimeout,
      BufferBudget budget,
      RequestListener listener) {
    RequestDecoder.install(
        channel(connection), limits, requestTimeout, writeTimeout, budget, listener);
  }

  /**
   * Limits, for the listener that a connection came from, those that are accepted faster than they
   * can be looked at; to be called for each connection.
   */
  public static void limitAccepts(HttpConnection connection) {
    AcceptLimit.install(channel(connection));
  }

  /**
   * Limits, for the listener that a connection of TLS came from, those whose handshake is under
   * way; to be called for each connection.
   */
  public static void limitTlsHandshakes(HttpConnection connection, int max) {
    TlsHandshakes.done(channel(connection), max);
  }

  /**
   * Holds the connection's requests to RFC 9112, as far as Netty does not. To be called before the
   * first, and before what is to see only those that keep to it.
   */
  public static void checkRequests(HttpConnection connection) {
    RequestRules.install(channel(connection).pipeline());
  }

  /**
   * Ends the connection when the peer begins another TLS handshake, which costs the server much and
   * the peer little. To be called after the first one; without TLS it does nothing.
   */
  public static void refuseRenegotiation(HttpConnection connection) {
    SslHandler tls = channel(connection).pipeline().get(SslHandler.class);
    if (tls != null) {
      // the JDK has a system property for it alone; a handshake without a cipher suite fails
      tls.engine().setEnabledCipherSuites(new String[0]);
    }
  }

  /**
   * Ends the connection at once, if it is one of HTTP by then; any thread. Vert.x's own close waits
   * until what was written before is sent, which a peer that does not read puts off for ever.
   */
  public static void cut(HttpConnection connection) {
    ChannelHandlerContext handler = channel(connection).pipeline().context("handler");
    if (handler != null) {
      handler.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    }
  }
}
