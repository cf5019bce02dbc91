package io.wsgauge.handshake;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.ReadBufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the opening handshake (RFC 6455, section 4.2), for all connections that may
 * become WebSockets. Event loop only.
 */
public final class ServerHandshake {
  private static final int SMALLEST_READ = 64;
  private static final int LARGEST_READ = 65536;

  private final UpgradePolicy policy;
  private final @Nullable ServerIdentity identity;
  private final RecvByteBufAllocator reads;
  private final @Nullable DeflateNegotiator deflate;

  /**
   * @param identity that is told with each answer to an upgrade; null tells nothing
   * @param readBufferSize bytes that a connection's own buffers have at first
   * @param inflatedSize of a message that was compressed; null agrees to no compression, which
   *     Vert.x's own handshake knows in part only
   * @param budget of all connections; where it is not ample, no compression is agreed to
   */
  public ServerHandshake(
      UpgradePolicy policy,
      @Nullable ServerIdentity identity,
      int readBufferSize,
      @Nullable Limit inflatedSize,
      BufferBudget budget) {
    this.policy = policy;
    this.identity = identity;
    this.reads = new AdaptiveRecvByteBufAllocator(SMALLEST_READ, readBufferSize, LARGEST_READ);
    this.deflate = inflatedSize == null ? null : new DeflateNegotiator(inflatedSize, budget);
  }

  /** The handler for {@code HttpServer.connectionHandler}: before anything is read. */
  public void install(HttpConnection connection) {
    Channel channel = VertxPipeline.channel(connection);
    channel.config().setRecvByteBufAllocator(new ReadBufferAllocator(reads));
    VertxPipeline.add(channel, new UpgradeGate(policy, identity, deflate));
  }

  /**
   * The handler for {@code HttpServer.webSocketHandler}: hands over what the policy has accepted.
   */
  public static void upgraded(ServerWebSocket socket) {
    UpgradeGate.upgraded(VertxPipeline.channel(socket), socket);
  }

  /**
   * Whether a request that could not be read may have been an upgrade. Where its head was not read
   * to the end, nobody knows; but what has no request line behind an upgrade is taken for frames.
   */
  public static boolean mayBeUpgrade(HttpServerRequest request) {
    if (request.uri().equals(RequestDecoder.UNREAD)) {
      return !UpgradeGate.isBehindUpgrade(VertxPipeline.channel(request.connection()));
    }
    return !(request.decoderResult().cause() instanceof RequestException)
        || request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /**
   * Takes the refused upgrade that is to be answered, of which nothing is kept after that.
   *
   * @return null when the request that is under way is no refused upgrade
   */
  public static @Nullable RefusedUpgrade takeRefused(HttpConnection connection) {
    return UpgradeGate.takeRefused(VertxPipeline.channel(connection));
  }
}
