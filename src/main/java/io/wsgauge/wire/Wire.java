package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * What Vert.x's API does not offer for a WebSocket: strict decoders, an idle timeout of its own,
 * bounds on a peer that does not read, and an orderly end of one that breaks the protocol. To be
 * called on the connection's event loop.
 */
public final class Wire {
  private static final String IDLE = "idle";

  private Wire() {}

  /** The Netty channel of an HTTP connection of a server. */
  public static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  public static Channel channel(WebSocket socket) {
    return context(socket).channel();
  }

  /**
   * Holds the peer to RFC 6455 and RFC 7692 as {@link FrameDecoder} and {@link InflatingDecoder}
   * do, in place of Netty's decoders.
   *
   * @param masked whether the peer is a client
   * @param frame limit of a frame, as it comes over the wire
   * @param message limit of a message that was compressed; others are for the caller to limit
   */
  public static void strict(WebSocket socket, boolean masked, SizeLimit frame, SizeLimit message) {
    ChannelPipeline pipeline = context(socket).pipeline();
    ChannelHandlerContext inflater = pipeline.context(WebSocketExtensionDecoder.class);
    if (inflater != null) {
      pipeline.replace(inflater.name(), inflater.name(), new InflatingDecoder(message));
      String deflater = pipeline.context(WebSocketExtensionEncoder.class).name();
      pipeline.replace(deflater, deflater, new DeflatingEncoder());
    }
    String decoder = pipeline.context(WebSocketFrameDecoder.class).name();
    pipeline.replace(decoder, decoder, new FrameDecoder(masked, inflater != null, frame));
  }

  /**
   * Ends HTTP's idle timeout and begins that of the WebSocket.
   *
   * @param idleMillis 0 is no timeout
   * @param onIdle called each time there was no frame in either direction for so long
   */
  public static void idleTimeout(WebSocket socket, long idleMillis, Runnable onIdle) {
    ChannelHandlerContext context = context(socket);
    if (context.pipeline().get(IDLE) != null) {
      context.pipeline().remove(IDLE);
    }
    if (idleMillis > 0) {
      context
          .pipeline()
          .addBefore(
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

  /**
   * Guards against a peer that does not read, of which Vert.x would take everything. Its pings stay
   * unanswered, where Vert.x queues a pong for each, whether or not the WebSocket is paused (RFC
   * 6455, section 5.5.3 lets an endpoint answer the latest alone); and when it closes, it is cut.
   *
   * @param closeMillis how long it has, after its close frame, to take the answer
   */
  public static void guard(WebSocket socket, long closeMillis) {
    ChannelHandlerContext context = context(socket);
    context
        .pipeline()
        .addBefore(
            context.name(),
            "guard",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext here, Object message) {
                if (message instanceof PingWebSocketFrame ping && !here.channel().isWritable()) {
                  ping.release();
                  return;
                }
                if (message instanceof CloseWebSocketFrame) {
                  cutAfter(socket, closeMillis);
                }
                here.fireChannelRead(message);
              }
            });
  }

  /**
   * Ends the TCP connection if it has not ended by then. Vert.x's own closing timeout begins when
   * the close frame is written, which a peer that does not read puts off for ever, and there is
   * none at all on a client after the server's close frame.
   */
  public static void cutAfter(WebSocket socket, long millis) {
    ChannelHandlerContext context = context(socket);
    // seen from Vert.x's own handler, so that it is passed by and does not wait for the peer
    Runnable close = () -> context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    Future<?> cut = context.executor().schedule(close, millis, TimeUnit.MILLISECONDS);
    context.channel().closeFuture().addListener(closed -> cut.cancel(false));
  }

  /**
   * Tells of what the peer has broken, with the close code of RFC 6455, section 7.4.1 and the rule.
   * Vert.x would cut the connection there and then, with answers and a close frame unsent.
   */
  public static void onViolation(WebSocket socket, BiConsumer<Short, String> handler) {
    ChannelHandlerContext context = context(socket);
    context
        .pipeline()
        .addBefore(
            context.name(),
            "violations",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void exceptionCaught(ChannelHandlerContext here, Throwable error) {
                if (error instanceof CorruptedWebSocketFrameException violation) {
                  handler.accept((short) violation.closeStatus().code(), error.getMessage());
                } else {
                  here.fireExceptionCaught(error);
                }
              }
            });
  }

  /**
   * Sends all that was written, and nothing ever after: the peer reads the end. What it sends is
   * still read, because the kernel would answer it with a reset that can overtake the close frame.
   */
  public static void endOutput(WebSocket socket) {
    ChannelHandlerContext context = context(socket);
    if (!context.channel().isWritable()) {
      return; // a peer that does not read does not see an end
    }
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              SslHandler tls = context.pipeline().get(SslHandler.class);
              if (tls != null) {
                tls.closeOutbound().addListener(FIRE_EXCEPTION_ON_FAILURE);
              } else if (context.channel() instanceof DuplexChannel channel) {
                channel.shutdownOutput().addListener(FIRE_EXCEPTION_ON_FAILURE);
              }
            });
  }

  private static ChannelHandlerContext context(WebSocket socket) {
    return ((WebSocketInternal) socket).channelHandlerContext();
  }
}
