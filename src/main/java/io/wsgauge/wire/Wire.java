package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
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
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
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
  private final FrameDecoder decoder;
  private final Timeouts timeouts;
  private final Listener listener;

  /** Whether the peer does not take what it is sent. */
  private boolean paused;

  /** Whether the owner wants nothing to be read. */
  private boolean held;

  private boolean ignoresPings;
  private boolean ignoresClose;

  /** While reading is paused; else null. */
  private Future<?> stall;

  /** Bytes that were left to write when it was last looked at. */
  private long unwritten;

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
    this.decoder = new FrameDecoder(masked, pipeline.get(InflatingDecoder.class) != null, limits);
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
  }

  /** The Netty channel of an HTTP connection of a server. */
  public static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /**
   * Lets the connection's WebSocket have permessage-deflate, which Vert.x's own handshake knows in
   * part only. To be called before the first request.
   *
   * @param messageSize of a message that was compressed; others are for the caller to limit
   */
  public static void acceptDeflate(HttpConnection connection, Limit messageSize) {
    channel(connection)
        .pipeline()
        .addBefore("handler", "deflateHandshake", new DeflateHandshake(messageSize));
  }

  /**
   * Bounds the time from a request's first byte, or the connection's begin, to its last byte. To be
   * called before the first request.
   */
  public static void requestTimeout(HttpConnection connection, Duration timeout) {
    RequestTimeout.install(channel(connection).pipeline(), timeout);
  }

  /**
   * The code of a close frame; 1005 if it has none (RFC 6455, section 7.1.5), of which Vert.x says
   * 1000.
   */
  public static short closeCode(WebSocketFrame close) {
    return close.binaryData().length() == 0 ? 1005 : close.closeStatusCode();
  }

  /** A text frame of bytes that need not be whole code points. */
  public static WebSocketFrame textFrame(Buffer payload, boolean isFinal) {
    return new WebSocketFrameImpl(
        WebSocketFrameType.TEXT, Unpooled.wrappedBuffer(payload.getBytes()), isFinal);
  }

  /** What was agreed on, as Sec-WebSocket-Extensions has it; empty for nothing. */
  public String extensions() {
    DeflatingEncoder deflater = context.pipeline().get(DeflatingEncoder.class);
    return deflater == null ? "" : deflater.parameters().response();
  }

  public Channel channel() {
    return context.channel();
  }

  /**
   * Sends what is to be written and, if the peer does not take it, reads no byte more of it and
   * decodes none that was read. Calling it again changes nothing.
   */
  public void pause() {
    channel().flush();
    if (!channel().isWritable() && !paused) {
      paused = true;
      updateReading();
      if (!timeouts.write().isZero()) {
        awaitWrite();
      }
    }
  }

  /** Ends the pause. Without one it changes nothing. */
  public void resume() {
    if (stall != null) {
      stall.cancel(false);
      stall = null;
    }
    paused = false;
    updateReading();
  }

  /** Whether the peer takes what it is sent; in the middle of a read, what was gathered counts. */
  public boolean isWritable() {
    return channel().isWritable();
  }

  /** Reads nothing until {@link #releaseReading}, whatever the peer takes. */
  public void holdReading() {
    held = true;
    updateReading();
  }

  public void releaseReading() {
    held = false;
    updateReading();
  }

  private void updateReading() {
    boolean read = !paused && !held;
    if (channel().config().isAutoRead() != read) {
      channel().config().setAutoRead(read);
      if (read) {
        // not now, because it may be called amid the decoding of a frame
        context.executor().execute(this::decodeHeld);
      }
    }
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

  private void decodeHeld() {
    ChannelHandlerContext held = context.pipeline().context(decoder);
    if (held != null) { // else the channel has been closed
      decoder.resume(held);
    }
  }

  private void awaitWrite() {
    unwritten = unwritten();
    stall =
        context
            .executor()
            .schedule(this::checkWritten, timeouts.write().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void checkWritten() {
    if (unwritten() == unwritten) {
      stall = null;
      listener.stalled();
    } else {
      awaitWrite();
    }
  }

  private long unwritten() {
    ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
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
