package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The closing handshake, and the end of the TCP connection below it (RFC 6455, section 7): each end
 * sends one close frame; after both of them the server ends TCP, and the client cuts a server that
 * does not. Event loop only, where a method does not say otherwise.
 */
final class CloseHandshake {
  private final boolean server;
  private final Duration timeout;
  private final FrameListener listener;
  private final Runnable overdue;

  private ChannelHandlerContext context;
  private FrameEncoder encoder;

  /** Whether this end has sent its close frame or ended TCP, and sends nothing more. */
  private boolean ended;

  private boolean ignoring;
  private boolean resetting;

  /** Whether nothing is to be sent behind what was written. */
  private boolean outputEnding;

  private boolean outputEnded;
  private boolean inputEnded;

  /**
   * @param server whether this end is the server
   * @param timeout from the peer's close frame to the end of the connection
   * @param listener of the peer's close frame
   * @param overdue called right before a peer is cut that has not ended the connection in time
   */
  CloseHandshake(boolean server, Duration timeout, FrameListener listener, Runnable overdue) {
    this.server = server;
    this.timeout = timeout;
    this.listener = listener;
    this.overdue = overdue;
  }

  /** The connection is there, and frames may be sent. */
  void begin(ChannelHandlerContext here, FrameEncoder output) {
    context = here;
    encoder = output;
  }

  /** Whether this end sends nothing any more. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether the peer's close frame is left unanswered, as long as this end sends none. */
  void ignore(boolean ignore) {
    ignoring = ignore;
  }

  /**
   * Sends the close frame, once, and cuts the connection if it has not ended in time.
   *
   * @param reason at most 123 bytes
   * @param patience the time that the peer has to end it
   */
  void start(int code, String reason, Duration patience) {
    cutAfter(patience);
    ignoring = false; // the peer's close frame now is its answer
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    send(Buffer.buffer(Short.BYTES + text.length).appendShort((short) code).appendBytes(text));
  }

  /**
   * Fails the connection (section 7.1.7): sends the close frame and, other than {@link #start}, the
   * end behind it.
   */
  void fail(int code, String reason, Duration patience) {
    start(code, reason, patience);
    endOutput();
  }

  /**
   * Ends TCP without a close frame, when all that was written is with the peer, and in any case
   * after the time that the peer has to take it.
   *
   * @param reset whether by a reset, or in order
   */
  void drop(boolean reset, Duration patience) {
    ended = true;
    resetting = reset;
    if (!context.channel().isOpen()) {
      return; // the peer was sooner
    }
    cutAfter(patience);
    if (reset) {
      // with which the kernel drops what it has not delivered
      context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      encoder.whenWritten(() -> new Delivery(context.channel(), this::cut).await());
    } else {
      endOutput();
    }
  }

  /** Answers the peer's close frame with its own code and reason (section 5.5.1). */
  void received(Frame close) {
    Buffer payload = close.payload();
    boolean empty = payload.length() == 0;
    int code = empty ? CloseCode.NO_STATUS_RECEIVED : payload.getUnsignedShort(0);
    String reason = empty ? "" : payload.getString(Short.BYTES, payload.length());
    if (ignoring) {
      listener.closeIgnored(code, reason);
      return;
    }
    listener.closed(code, reason);
    cutAfter(timeout);
    send(payload);
    if (server) {
      encoder.whenWritten(this::cut); // a client leaves that to the server (section 7.1.1)
    }
  }

  /** The peer sends nothing more, and may still read (the half-close of TCP). */
  void inputEnded() {
    inputEnded = true;
    if (outputEnded) {
      cut();
    } else if (!outputEnding && !resetting) {
      ended = true;
      cutAfter(timeout);
      encoder.whenWritten(this::cut);
    }
  }

  private void send(Buffer payload) {
    if (!ended) {
      ended = true;
      encoder.write(Frame.control(Rfc6455.CLOSE, payload));
      encoder.flush();
    }
  }

  /**
   * Sends all that was written, and nothing ever after: the peer reads the end. What it sends is
   * still read, because the kernel would answer it with a reset that can overtake the close frame.
   */
  private void endOutput() {
    outputEnding = true;
    encoder.whenWritten(
        () -> {
          outputEnded = true;
          if (inputEnded) {
            cut();
            return;
          }
          SslHandler tls = context.pipeline().get(SslHandler.class);
          if (tls != null) {
            tls.closeOutbound().addListener(FIRE_EXCEPTION_ON_FAILURE);
          } else if (context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput().addListener(FIRE_EXCEPTION_ON_FAILURE);
          }
        });
  }

  /** Ends the TCP connection. Thread-safe. */
  void cut() {
    context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Ends the TCP connection if it has not ended by then. */
  private void cutAfter(Duration patience) {
    Runnable late =
        () -> {
          overdue.run();
          cut();
        };
    Future<?> cut = context.executor().schedule(late, patience.toNanos(), TimeUnit.NANOSECONDS);
    context.channel().closeFuture().addListener(closed -> cut.cancel(false));
  }
}
