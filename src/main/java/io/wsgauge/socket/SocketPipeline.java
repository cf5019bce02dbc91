package io.wsgauge.socket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;

/**
 * The one place that reaches below Vert.x, for what its API does not offer: a look at an upgrade
 * before Vert.x answers it, an idle timeout of a WebSocket's own, the size of a first read, and the
 * close code that a violation of the protocol calls for. On the connection's event loop.
 */
final class SocketPipeline {
  private static final String IDLE = "idle";
  private static final int SMALLEST_READ = 64;
  private static final int LARGEST_READ = 65536;

  private SocketPipeline() {}

  /** Before the connection's first request. */
  static void connected(HttpConnection connection, UpgradeGate gate, int readBufferSize) {
    Channel channel = ((ConnectionBase) connection).channel();
    channel.pipeline().addAfter("httpDecoder", "upgradeGate", gate);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, readBufferSize, LARGEST_READ));
  }

  static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /**
   * After the handshake: HTTP's idle timeout ends here, and the WebSocket's begins.
   *
   * @param idleMillis 0 is no timeout
   * @param onIdle called each time the WebSocket was idle for so long
   */
  static void upgraded(ServerWebSocket socket, long idleMillis, Runnable onIdle) {
    ChannelHandlerContext context = ((WebSocketInternal) socket).channelHandlerContext();
    ChannelPipeline pipeline = context.pipeline();
    pipeline.remove(UpgradeGate.class);
    if (pipeline.get(IDLE) != null) {
      pipeline.remove(IDLE);
    }
    if (idleMillis > 0) {
      pipeline.addBefore(
          context.name(),
          IDLE,
          new IdleStateHandler(0, 0, idleMillis, TimeUnit.MILLISECONDS) {
            @Override
            protected void channelIdle(ChannelHandlerContext ignored, IdleStateEvent event) {
              onIdle.run();
            }
          });
    }
  }

  /** The close code of RFC 6455, section 7.4.1, for an error of the frame decoder; 0 for others. */
  static short closeCode(Throwable error) {
    return error instanceof CorruptedWebSocketFrameException violation
        ? (short) violation.closeStatus().code()
        : 0;
  }
}
