package io.wsgauge.wire;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The frames of a WebSocket, from the end of its handshake on, in place of what Vert.x does with
 * them: strict checks (RFC 6455) and a named end of a peer that breaks a rule, an idle timeout of
 * its own, bounds on a peer that does not read. Vert.x copies each payload twice, writes each frame
 * by itself, and keeps 16 KB for a WebSocket; the figures are in src/bench/README.md.
 *
 * <p>Pings, and the peer's close frame, are answered here. On the connection's event loop only.
 */
public final class FrameChannel {
  /** How long those who keep something wait for memory before the largest of them are ended. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Bytes that a connection may keep whatever others do. */
  private static final int FREE = 4096;

  private static final int GOING_AWAY = 1001;
  private static final int NO_CODE = 1005;

  private final boolean server;
  private final Limits limits;
  private final Timeouts timeouts;
  private final BufferBudget budget;
  private final BufferBudget.Account account;
  private final FrameListener listener;

  // of the connection that was taken over
  private ChannelHandlerContext context;
  private IdleTimer idleness;
  private FlowControl reading;
  private FrameDecoder input;
  private FrameEncoder output;
  private String extensions = "";

  /** Null when messages are not compressed. */
  private MessageInflater inflating;

  private boolean ignoresPings;
  private boolean ignoresClose;

  /** Bytes that the owner keeps for the peer. */
  private long keptByOwner;

  /** Ends the starvation of others; null when it does not read, or is not the reason. */
  private Future<?> relief;

  /** Whether what is written waits to be flushed until all that was read has been handled. */
  private boolean withinRead;

  /** Whether frames of messages were sent since it was last flushed. */
  private boolean hasSent;

  private boolean closeSent;

  /**
   * What is waited for.
   *
   * @param idle anything in either direction; zero waits for ever
   * @param write while reading is paused, that the peer takes any byte; zero waits for ever
   * @param close the end of the connection after the peer's close frame
   */
  public record Timeouts(Duration idle, Duration write, Duration close) {}

  /**
   * @param server whether this end is the server, which takes masked frames and sends others
   * @param budget of all connections, in which what is kept for the peer is counted
   */
  public FrameChannel(
      boolean server,
      Limits limits,
      Timeouts timeouts,
      BufferBudget budget,
      FrameListener listener) {
    this.server = server;
    this.limits = limits;
    this.timeouts = timeouts;
    this.budget = budget;
    this.account = budget.open(() -> execute(listener::overdrawn));
    this.listener = listener;
  }

  /** That takes the channel's place in its pipeline of all that has to do with frames, once. */
  public ChannelHandler handler() {
    return new Handler();
  }

  /** What was agreed on, as Sec-WebSocket-Extensions has it; empty for nothing. */
  public String extensions() {
    return extensions;
  }

  /** As {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
  public String remoteAddress() {
    SocketAddress address = context.channel().remoteAddress();
    return address instanceof InetSocketAddress found
        ? NetUtil.toSocketAddressString(found)
        : String.valueOf(address);
  }

  /** Sends a frame; after this end's close frame it does nothing. */
  public void send(Frame frame) {
    if (!closeSent) {
      output.write(frame);
      sent();
    }
  }

  /** Sends bytes as they are, in order with all else. */
  public void sendRaw(Buffer bytes) {
    output.writeRaw(Unpooled.wrappedBuffer(bytes.getBytes()));
    sent();
  }

  /** Sends the close frame; calling it again changes nothing. */
  public void close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    close(Buffer.buffer(Short.BYTES + text.length).appendShort((short) code).appendBytes(text));
  }

  /**
   * Calls back when all that was sent until now is with the kernel; not when it never gets there.
   */
  public void whenWritten(Runnable action) {
    output.flush();
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                action.run();
              }
            });
  }

  /** On a client's connection: the next that is written is what a peer's answer is timed from. */
  public void beginRoundTrip() {
    context.pipeline().get(RoundTripTimer.class).arm();
  }

  /** From that write to the latest read; negative where nothing was read since. */
  public Duration roundTrip() {
    RoundTripTimer stopwatch = context.pipeline().get(RoundTripTimer.class);
    return Duration.ofNanos(stopwatch.readAt() - stopwatch.writtenAt());
  }

  /**
   * How many bytes may wait to be sent before {@link #isWritable} is false, beyond 64 KiB that are
   * sent at once.
   */
  public void writeBufferSize(int bytes) {
    int most = EventLoopBuffers.SIZE + bytes;
    context.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(most / 2, most));
  }

  /** Whether the peer takes what it is sent. */
  public boolean isWritable() {
    return context.channel().isWritable();
  }

  /**
   * Reads no byte more of the peer and decodes none that was read, until it takes what it is sent.
   * Calling it again changes nothing.
   */
  public void pause() {
    reading.pause();
  }

  /** Reads nothing as long as it is held, whatever the peer takes. */
  public void holdReading(boolean hold) {
    reading.hold(hold);
  }

  /** Says how many bytes the owner keeps for the peer, which count as the connection's own. */
  public void keeps(long bytes) {
    keptByOwner = bytes;
    count();
  }

  /** Bytes that are kept for the peer. */
  public long kept() {
    return account.held();
  }

  /**
   * Keeps nothing any more that the peer has sent; where it has not taken what it was sent, which
   * then cannot be let go, the connection ends at once.
   */
  public void letGo() {
    input.end();
    input.release();
    if (output.waiting() > 0) {
      cut();
    }
    count();
  }

  /** Whether the peer's pings are left unanswered. */
  public void ignorePings(boolean ignore) {
    ignoresPings = ignore;
  }

  /** Whether the peer's close frame is left unanswered. */
  public void ignoreClose(boolean ignore) {
    ignoresClose = ignore;
  }

  /** Runs a task on the event loop, now or soon. Any thread. */
  public void execute(Runnable task) {
    context.executor().execute(task);
  }

  /** Runs a task after a delay, never before. */
  public Future<?> schedule(Duration delay, Runnable task) {
    return context.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends TCP with a reset; what was not delivered is lost. */
  public void reset() {
    context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
    cut();
  }

  /** Ends the TCP connection. Any thread. */
  public void cut() {
    context.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Ends the TCP connection if it has not ended by then. */
  public void cutAfter(Duration timeout) {
    Future<?> cut = schedule(timeout, this::cut);
    context.channel().closeFuture().addListener(closed -> cut.cancel(false));
  }

  /**
   * Sends all that was written, and nothing ever after: the peer reads the end. What it sends is
   * still read, because the kernel would answer it with a reset that can overtake the close frame.
   */
  public void endOutput() {
    whenWritten(
        () -> {
          SslHandler tls = context.pipeline().get(SslHandler.class);
          if (tls != null) {
            tls.closeOutbound().addListener(FIRE_EXCEPTION_ON_FAILURE);
          } else if (context.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput().addListener(FIRE_EXCEPTION_ON_FAILURE);
          }
        });
  }

  /**
   * Reads on, so that the peer can send what it has, and decodes nothing of it: as after a
   * violation that was found here.
   */
  public void endInput() {
    input.end();
  }

  private void close(Buffer payload) {
    if (!closeSent) {
      closeSent = true;
      output.write(Frame.of(Rfc6455.CLOSE, payload, true));
      output.flush();
    }
  }

  private void sent() {
    hasSent = true;
    if (!withinRead || !isWritable()) {
      flush();
    }
  }

  private void flush() {
    idleness.interrupt();
    output.flush();
    if (hasSent && !isWritable()) {
      listener.unwritable(); // but pings of a peer that reads no pong are read on, and dropped
    }
    hasSent = false;
  }

  private void handle(Frame frame) {
    int bytes = frame.length();
    switch (frame.opcode()) {
      case Rfc6455.PING -> pinged(frame);
      case Rfc6455.PONG -> listener.pong(frame);
      case Rfc6455.CLOSE -> closed(frame);
      default -> {
        if (inflating == null) {
          listener.received(frame);
        } else {
          bytes = received(inflating.inflate(frame));
        }
      }
    }
    reading.handled(bytes);
  }

  private int received(Frame inflated) {
    try {
      listener.received(inflated);
      return inflated.length();
    } finally {
      inflated.release();
    }
  }

  /** Section 5.5.3 asks for no answer to each; a peer that does not read gets none. */
  private void pinged(Frame ping) {
    if (ignoresPings || closeSent) {
      return;
    }
    if (!isWritable()) {
      output.flush();
    }
    if (isWritable()) {
      output.write(ping.as(Rfc6455.PONG));
    }
  }

  private void closed(Frame close) {
    input.end();
    if (ignoresClose) {
      return;
    }
    Buffer payload = close.payload();
    boolean empty = payload.length() == 0;
    listener.closed(
        empty ? NO_CODE : payload.getUnsignedShort(0),
        empty ? "" : payload.getString(Short.BYTES, payload.length()));
    cutAfter(timeouts.close());
    close(payload);
    if (server) {
      whenWritten(this::cut); // a client leaves that to the server (section 7.1.1)
    }
  }

  private void readHeld() {
    if (context.isRemoved()) {
      return;
    }
    try {
      receive(null);
    } catch (RuntimeException | Error e) {
      failed(e); // as Netty does where it is Netty that reads
    } finally {
      readComplete();
    }
  }

  /**
   * @param bytes null for those that were held back
   */
  private void receive(ByteBuf bytes) {
    withinRead = true;
    reading.begin();
    try {
      if (bytes == null) {
        input.resume();
      } else {
        input.read(bytes);
      }
    } catch (CorruptedWebSocketFrameException violation) {
      input.end();
      listener.violated(violation.closeStatus().code(), violation.getMessage());
    }
  }

  private void failed(Throwable error) {
    listener.failed(error);
    cut();
  }

  private void readComplete() {
    withinRead = false;
    reading.complete();
    flush();
    count();
  }

  /** Who keeps next to nothing reads on, however much others keep. */
  private void count() {
    if (context.isRemoved()) {
      return;
    }
    account.hold(input.kept() + keptByOwner + output.waiting());
    if (account.held() > FREE && relief == null && budget.isTight()) {
      reading.starve(true);
      relief = schedule(PATIENCE, this::relieve);
      budget.whenRelieved(() -> execute(this::relieved));
    }
  }

  private void relieve() {
    budget.relieve();
    if (relief != null) {
      relief = schedule(PATIENCE, this::relieve);
    }
  }

  private void relieved() {
    if (relief != null) {
      relief.cancel(false);
      relief = null;
      reading.starve(false);
    }
  }

  private final class Handler extends ChannelDuplexHandler {
    @Override
    public void handlerAdded(ChannelHandlerContext here) {
      context = here;
      NegotiatedDeflate deflate = NegotiatedDeflate.agreed(here.channel());
      RateLimit rate = limits.haveRate() ? new RateLimit(limits) : null;
      MessageDeflater deflating = null;
      if (deflate != null) {
        extensions = deflate.extensions();
        inflating = new MessageInflater(here.alloc(), deflate.inflatedSize(), rate, budget);
        deflating = new MessageDeflater(here.alloc(), deflate, budget);
      }
      idleness = new IdleTimer(here.executor(), timeouts.idle(), listener::idle);
      reading =
          new FlowControl(here.channel(), timeouts.write(), FrameChannel.this::readHeld, listener::stalled);
      FrameParser reader = new FrameParser(server, deflate != null, limits, rate);
      input = new FrameDecoder(here.channel(), reader, FrameChannel.this::handle);
      output = new FrameEncoder(here, !server, deflating);
      ReadBufferAllocator.leaveTo(input, here.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
      receive((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
      readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
      idleness.interrupt();
      if (isWritable()) {
        reading.resume();
        listener.writable();
      }
      count();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable error) {
      failed(error);
    }

    /** Vert.x's close frame, when a client of its is closed that has connections. */
    @Override
    public void write(ChannelHandlerContext here, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
      promise.trySuccess();
      FrameChannel.this.close(GOING_AWAY, "");
      cutAfter(timeouts.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
      input.end();
      relieved();
      reading.end();
      idleness.end();
      listener.ended();
      here.fireChannelInactive(); // on a client, Vert.x counts its connections
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext here) {
      input.release();
      output.release();
      account.hold(0);
      if (inflating != null) {
        inflating.end();
      }
    }
  }
}
