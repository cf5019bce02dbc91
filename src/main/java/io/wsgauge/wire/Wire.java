package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What Vert.x's API does not offer for a WebSocket: a strict decoder, an idle timeout of its own,
 * bounds on a peer that does not read, and an orderly end of one that breaks the protocol. To be
 * made right after the handshake, and called on the connection's event loop.
 */
public final class Wire {
  private static final String HTTP_IDLE = "idle";

  private final ChannelHandlerContext context;
  private final Timeouts timeouts;
  private final Listener listener;
  private final FrameDecoder decoder;
  private final Reading reading;

  private boolean ignoresPings;
  private boolean ignoresClose;

  /**
   * What is waited for.
   *
   * @param idle a frame in either direction; zero waits for ever
   * @param write while reading is paused, that the peer takes any byte; zero waits for ever
   * @param close the end of the connection after the peer's close frame
   */
  public record Timeouts(Duration idle, Duration write, Duration close) {}

  /** Told on the event loop. */
  public interface Listener {
    /**
     * The peer broke a rule, and nothing more of it is decoded.
     *
     * @param closeCode that RFC 6455, section 7.4.1 asks for
     */
    void violated(short closeCode, String rule);

    /** Each time that the idle timeout has passed. */
    default void idle() {}

    /** The peer takes again what it is sent, and what was paused is read again. */
    default void writable() {}

    /** The write timeout has passed. */
    default void stalled() {}
  }

  /**
   * @param masked whether the peer's frames must be masked, as a client's must and a server's must
   *     not
   */
  public Wire(
      WebSocket socket, boolean masked, Limits limits, Timeouts timeouts, Listener listener) {
    this.context = ((WebSocketInternal) socket).channelHandlerContext();
    this.timeouts = timeouts;
    this.listener = listener;
    ChannelPipeline pipeline = context.pipeline();
    decoder = new FrameDecoder(masked, pipeline.get(InflatingDecoder.class) != null, limits);
    String former = pipeline.context(WebSocketFrameDecoder.class).name();
    pipeline.replace(former, former, decoder);
    RequestTimeout.remove(pipeline);
    if (pipeline.get(HTTP_IDLE) != null) {
      pipeline.remove(HTTP_IDLE);
    }
    if (!timeouts.idle().isZero()) {
      pipeline.addBefore(context.name(), HTTP_IDLE, new Idle(timeouts.idle()));
    }
    pipeline.addBefore(context.name(), "guard", new Guard());
    this.reading = new Reading(context, decoder, timeouts.write(), listener::stalled);
  }

  /** What was agreed on, as Sec-WebSocket-Extensions has it; empty for nothing. */
  public String extensions() {
    DeflatingEncoder deflater = context.pipeline().get(DeflatingEncoder.class);
    return deflater == null ? "" : deflater.parameters().response();
  }

  /** On a client's connection: the next that is written is what a peer's answer is timed from. */
  public void beginRoundTrip() {
    context.pipeline().get(Stopwatch.class).arm();
  }

  /** From that write to the latest read; negative where nothing was read since. */
  public Duration roundTrip() {
    Stopwatch stopwatch = context.pipeline().get(Stopwatch.class);
    return Duration.ofNanos(stopwatch.readAt() - stopwatch.writtenAt());
  }

  public Channel channel() {
    return context.channel();
  }

  /**
   * Sends what is to be written and, if the peer does not take it, reads no byte more of it and
   * decodes none that was read, until it does. Calling it again changes nothing.
   */
  public void pause() {
    reading.pause();
  }

  /** Reads nothing as long as it is held, whatever the peer takes. */
  public void holdReading(boolean hold) {
    reading.hold(hold);
  }

  /** Whether the peer takes what it is sent; in the middle of a read, what was gathered counts. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** Whether the peer's pings are left unanswered. */
  public void ignorePings(boolean ignore) {
    ignoresPings = ignore;
  }

  /** Whether the peer's close frame is left unanswered. */
  public void ignoreClose(boolean ignore) {
    ignoresClose = ignore;
  }

  /** Sends bytes as they are, in order with all else. */
  public void sendRaw(Buffer bytes) {
    connection().writeToChannel(Unpooled.wrappedBuffer(bytes.getBytes()));
  }

  /** Ends TCP with a reset; what was not delivered is lost. */
  public void reset() {
    channel().config().setOption(ChannelOption.SO_LINGER, 0);
    // seen from Vert.x's own handler, which would send a close frame first
    context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
  }

  /**
   * Ends the TCP connection if it has not ended by then. Vert.x's own closing timeout begins when
   * the close frame is written, which a peer that does not read puts off for ever, and there is
   * none at all on a client after the server's close frame.
   */
  public void cutAfter(Duration timeout) {
    // seen from Vert.x's own handler, so that it is passed by and does not wait for the peer
    Runnable close = () -> context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    Future<?> cut = context.executor().schedule(close, timeout.toNanos(), TimeUnit.NANOSECONDS);
    channel().closeFuture().addListener(closed -> cut.cancel(false));
  }

  /**
   * Sends all that was written, and nothing ever after: the peer reads the end. What it sends is
   * still read, because the kernel would answer it with a reset that can overtake the close frame.
   */
  public void endOutput() {
    ChannelPromise sent = context.newPromise();
    // through Vert.x, which keeps the close frame back where the channel is not writable now
    connection().flush(sent);
    sent.addListener(
        written -> {
          SslHandler tls = context.pipeline().get(SslHandler.class);
          if (tls != null) {
            tls.closeOutbound().addListener(FIRE_EXCEPTION_ON_FAILURE);
          } else if (channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput().addListener(FIRE_EXCEPTION_ON_FAILURE);
          }
        });
  }

  /**
   * Reads on, so that the peer can send what it has, and decodes nothing of it: as after a
   * violation that was found here.
   */
  public void endInput() {
    decoder.end();
  }

  private VertxConnection connection() {
    return ((VertxHandler<?>) context.handler()).getConnection();
  }

  private final class Idle extends IdleStateHandler {
    Idle(Duration timeout) {
      super(0, 0, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext here, IdleStateEvent event) {
      listener.idle();
    }
  }

  /**
   * Stands right before Vert.x, which would take everything of a peer that does not read, and cut
   * one that breaks the protocol there and then, with answers and a close frame unsent.
   */
  private final class Guard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
      // Vert.x queues a pong for each ping; section 5.5.3 lets an endpoint answer the latest alone
      if (message instanceof PingWebSocketFrame ping
          && (ignoresPings || !here.channel().isWritable())) {
        ping.release();
        return;
      }
      if (message instanceof CloseWebSocketFrame close) {
        if (ignoresClose) {
          close.release();
          return;
        }
        cutAfter(timeouts.close());
      }
      here.fireChannelRead(message);
    }

    /** Vert.x tells of it only after it has kept something back. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
      here.fireChannelWritabilityChanged();
      if (here.channel().isWritable()) {
        reading.resume();
        listener.writable();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable error) {
      if (error instanceof CorruptedWebSocketFrameException violation) {
        listener.violated((short) violation.closeStatus().code(), error.getMessage());
      } else {
        here.fireExceptionCaught(error);
      }
    }
  }
}
