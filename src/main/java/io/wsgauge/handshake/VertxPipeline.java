package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsgauge.wire.FrameChannel;

/** The handlers that Vert.x puts into a channel, which it has names for alone. Event loop only. */
public final class VertxPipeline {
  private static final String HTTP_DECODER = "httpDecoder";
  private static final String IDLE = "idle";

  /** The handler that makes requests and WebSockets of messages; the last. */
  private static final String CONNECTION = "handler";

  private VertxPipeline() {}

  static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  static Channel channel(WebSocket socket) {
    return context(socket).channel();
  }

  private static ChannelHandlerContext context(WebSocket socket) {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }

  static void replaceHttpDecoder(Channel channel, ChannelHandler decoder) {
    channel.pipeline().replace(HTTP_DECODER, HTTP_DECODER, decoder);
  }

  /** Adds one that sees all messages of HTTP before Vert.x does, and after those added before. */
  static void add(Channel channel, ChannelHandler handler) {
    channel.pipeline().addBefore(CONNECTION, null, handler);
  }

  /** Ends a connection at once if it is one of HTTP by then. Thread-safe. */
  static void close(Channel channel) {
    ChannelHandlerContext connection = channel.pipeline().context(CONNECTION);
    if (connection != null) {
      connection.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  /**
   * Gives the channel of a WebSocket, with what has come in by now, to its frames. The socket
   * itself must not be used any more; on a server, Vert.x keeps nothing of it but that its channel
   * is open.
   */
  public static void handOver(WebSocket socket, FrameChannel frames) {
    ChannelHandlerContext connection = context(socket);
    ChannelPipeline pipeline = connection.pipeline();
    if (pipeline.get(IDLE) != null) {
      pipeline.remove(IDLE);
    }
    pipeline.remove(WebSocketFrameEncoder.class);
    // which hands on what it has not decoded
    String decoder = pipeline.context(WebSocketFrameDecoder.class).name();
    pipeline.replace(decoder, decoder, frames.handler());
    if (socket instanceof ServerWebSocket) {
      pipeline.remove(connection.handler());
    }
  }
}
