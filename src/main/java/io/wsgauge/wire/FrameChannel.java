package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket, from the end of its handshake on, in place of what Vert.x does with
 * them: strict checks (RFC 6455) and a named end of a peer that breaks a rule, an idle timeout of
 * its own, bounds on a peer that does not read. Vert.x copies each payload twice, writes each frame
 * by itself, and keeps 16 KB for a WebSocket; the figures are in src/bench/README.md.
 *
 * <p>Pings, and the peer's close frame, are answered here. Event loop only.
 */
public final class FrameChannel {
  private final boolean server;
  private final Limits limits;
  private final Timeouts timeouts;
  private final BufferBudget budget;
  private final FrameListener listener;
  private final CloseHandshake closing;
  private final Traffic received;
  private final Traffic sent;

  // of the connection that was taken over
  private ChannelHandlerContext context;
  private IdleTimer idleTimer;
  private KeepAlive keepAlive;
  private FlowControl flow;
  private KeptBytes kept;
  private FrameDecoder decoder;
  private FrameEncoder encoder;
  private String extensions = "";

  /** The inflater; null when messages are not compressed. */
  private @Nullable MessageInflater inflater;

  private boolean ignoresPings;
  private boolean keepsAlive = true;

  /** Whether the next pong answers a ping of silence. */
  private boolean pinged;

  /** Whether there was anything since it was last flushed that ends the idleness. */
  private boolean active;

  /** Bytes that waited to be sent when that was last looked at. */
  private long unsent;

  /** Whether the peer has ended its half of the TCP connection. */
  private boolean inputEnded;

  /**
   * Whether what is written waits to be flushed until more has been done, such as all that was
   * read.
   */
  private boolean gathering;

  /** Whether frames of messages were sent since it was last flushed. */
  private boolean hasSent;

  /**
   * What is waited for.
   *
   * @param idle anything in either direction but pings of silence, and their answers; zero waits
   *     for ever
   * @param ping anything from the peer, before it is pinged; zero waits for ever
   * @param pong anything from the peer after that, before it is lost
   * @param write while reading is paused, that the peer takes any byte; zero waits for ever
   * @param close the end of the connection after the peer's close frame
   */
  public record Timeouts(
      Duration idle, Duration ping, Duration pong, Duration write, Duration close) {}

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
    this.listener = listener;
    this.closing = new CloseHandshake(server, timeouts.close(), listener, this::overdue);
    this.received = new Traffic(server);
    this.sent = new Traffic(!server);
  }

  /**
   * The handler that takes the channel's place in its pipeline of all that has to do with frames,
   * once.
   */
  public ChannelHandler handler() {
    return new Handler();
  }

  /** What was agreed on, as Sec-WebSocket-Extensions has it; empty for nothing. */
  public String extensions() {
    return extensions;
  }

  /** All that the peer has sent. */
  public Traffic received() {
    return received;
  }

  /** All that was sent to the peer. */
  public Traffic sent() {
    return sent;
  }

  /**
   * Bytes that wait to be sent, of a connection that has ended those that never were: about, since
   * each piece counts for some more, and without those that the kernel has taken.
   */
  public long unsent() {
    return context.channel().isActive() ? encoder.waiting() : unsent;
  }

  /** Sends a frame; after this end's close frame it does nothing. */
  public void send(Frame frame) {
    if (!closing.hasEnded()) {
      encoder.write(frame);
      flow.sent();
      written();
    }
  }

  /** Sends bytes as they are, in order with all else. */
  public void sendRaw(Buffer bytes) {
    encoder.writeRaw(Unpooled.wrappedBuffer(bytes.getBytes()));
    written();
  }

  /**
   * Calls back when all that was sent until now is with the kernel; not when it never gets there.
   */
  public void whenWritten(Runnable action) {
    encoder.whenWritten(action);
  }

  /** Times a peer's answer from the next write, on a client's connection. */
  public void beginRoundTrip() {
    context.pipeline().get(RoundTripTimer.class).arm();
  }

  /** The time from that write to the latest read; negative where nothing was read since. */
  public Duration roundTrip() {
    RoundTripTimer timer = context.pipeline().get(RoundTripTimer.class);
    return Duration.ofNanos(timer.readAt() - timer.writtenAt());
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
   * Reads no byte more of the peer and decodes no byte that was read, until it takes what it is
   * sent. Calling it again changes nothing.
   */
  public void pause() {
    flow.pause();
  }

  /** Reads nothing as long as it is held, whatever the peer takes. */
  public void holdReading(boolean hold) {
    flow.hold(hold);
  }

  /** Says how many bytes the owner keeps for the peer, which count as the connection's own. */
  public void keeps(long bytes) {
    kept.byOwner(bytes);
    count();
  }

  /** Bytes that are kept for the peer. */
  public long kept() {
    return kept.held();
  }

  /**
   * Keeps nothing any more that the peer has sent; where it has not taken what it was sent, which
   * then cannot be let go, the connection ends at once.
   */
  public void letGo() {
    decoder.end();
    decoder.release();
    if (encoder.waiting() > 0) {
      cut();
    }
    count();
  }

  /** Whether the peer's pings are left unanswered. */
  public void ignorePings(boolean ignore) {
    ignoresPings = ignore;
  }

  /** Whether the peer is pinged when it is silent. To be called before the channel begins. */
  public void keepAlive(boolean keep) {
    keepsAlive = keep;
  }

  /** Whether the peer's close frame is left unanswered. */
  public void ignoreClose(boolean ignore) {
    closing.ignore(ignore);
  }

  /** Runs a task on the event loop, now or soon. Thread-safe. */
  public void execute(Runnable task) {
    context.executor().execute(task);
  }

  /**
   * Takes a step after the other as long as they return true, from the connection's next turn on:
   * after each millisecond others have theirs. What steps send is gathered.
   */
  public void inTurns(BooleanSupplier step) {
    Turn turn = new Turn();
    turn.yieldTo(context.executor(), () -> gather(() -> takeTurn(turn, step)));
  }

  private void takeTurn(Turn turn, BooleanSupplier step) {
    turn.begin();
    while (step.getAsBoolean()) {
      if (turn.isOver(Integer.MAX_VALUE)) {
        inTurns(step);
        return;
      }
    }
  }

  /** Sends all that a task sends in one write. */
  private void gather(Runnable task) {
    gathering = true;
    try {
      task.run();
    } finally {
      gathering = false;
      if (hasSent) {
        flush();
      }
    }
  }

  /** Runs a task after a delay, never before. */
  public Future<?> schedule(Duration delay, Runnable task) {
    return context.executor().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the TCP connection. Thread-safe. */
  public void cut() {
    closing.cut();
  }

  /**
   * Sends the close frame, once, and cuts the connection if it has not ended in time.
   *
   * @param reason at most 123 bytes
   * @param patience the time that the peer has to end it
   */
  public void close(int code, String reason, Duration patience) {
    closing.start(code, reason, patience);
    sent.stamp(System.nanoTime());
  }

  /**
   * Fails the connection (RFC 6455, section 7.1.7): as {@link #close}, with the end of TCP right
   * behind the close frame. What the peer sends until it is cut is read, so that no reset overtakes
   * the close frame, and not decoded.
   */
  public void fail(int code, String reason, Duration patience) {
    decoder.end();
    closing.fail(code, reason, patience);
    sent.stamp(System.nanoTime());
  }

  /**
   * Ends TCP without a close frame, when all that was sent is with the peer, and in any case after
   * the time that the peer has to take it. What the peer sends until then is read, and not decoded.
   *
   * @param reset whether by a reset, or in order
   */
  public void drop(boolean reset, Duration patience) {
    decoder.end();
    closing.drop(reset, patience);
  }

  private void begin(ChannelHandlerContext here) {
    context = here;
    if (server) { // whose peer gets what was answered before it ended its half
      here.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
    NegotiatedDeflate deflate = NegotiatedDeflate.agreed(here.channel());
    RateLimit rate = limits.haveRate() ? new RateLimit(limits) : null;
    MessageDeflater deflating = null;
    if (deflate != null) {
      extensions = deflate.extensions();
      inflater = new MessageInflater(here.alloc(), deflate.inflatedSize(), rate, budget);
      deflating = new MessageDeflater(here.alloc(), deflate, budget);
    }
    idleTimer = new Idleness();
    keepAlive = new Silence();
    flow = new FlowControl(here.channel(), timeouts.write(), this::readHeld, listener::stalled);
    kept = new KeptBytes(budget, here.executor(), flow, listener);
    FrameParser parser = new FrameParser(server, deflate != null, limits, rate);
    decoder = new FrameDecoder(here.channel(), parser, this::handle);
    encoder = new FrameEncoder(here, !server, sent, deflating);
    closing.begin(here, encoder);
    ReadBufferAllocator.leaveTo(decoder, here.channel());
  }

  private void written() {
    hasSent = true;
    active = true;
    if (!gathering || !isWritable()) {
      flush();
    }
  }

  private void flush() {
    long now = System.nanoTime();
    if (active) {
      active = false;
      idleTimer.interrupt(now);
    }
    received.stamp(now);
    sent.stamp(now);
    listener.flushing();
    encoder.flush();
    // where this end has ended, there is no backlog to wait for, and the peer's end to be read
    if (hasSent && !isWritable() && !closing.hasEnded()) {
      listener.unwritable(); // but pings of a peer that reads no pong are read on, and dropped
    }
    hasSent = false;
  }

  private void handle(Frame frame) {
    int bytes = frame.length();
    received.add(frame.first(), bytes);
    if (pinged && frame.opcode() == Rfc6455.PONG) {
      pinged = false;
    } else {
      active = true;
    }
    switch (frame.opcode()) {
      case Rfc6455.PING -> {
        listener.ping(frame);
        pinged(frame);
      }
      case Rfc6455.PONG -> listener.pong(frame);
      case Rfc6455.CLOSE -> {
        decoder.end();
        keepAlive.end();
        closing.received(frame);
      }
      default -> {
        if (inflater == null) {
          listener.received(frame);
        } else {
          bytes = received(inflater.inflate(frame));
        }
      }
    }
    flow.handled(bytes);
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
    if (ignoresPings || closing.hasEnded()) {
      return;
    }
    if (!isWritable()) {
      encoder.flush();
    }
    if (isWritable()) {
      encoder.write(ping.as(Rfc6455.PONG));
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
  private void receive(@Nullable ByteBuf bytes) {
    gathering = true;
    flow.begin();
    try {
      if (bytes == null) {
        decoder.resume();
      } else {
        keepAlive.heard(System.nanoTime());
        int size = bytes.readableBytes();
        decoder.read(bytes);
        flow.handled(size); // a frame may come in many records of TLS, each of which takes time
      }
    } catch (CorruptedWebSocketFrameException violation) {
      decoder.end();
      listener.violated(violation.closeStatus().code(), String.valueOf(violation.getMessage()));
    }
  }

  private void overdue() {
    count();
    listener.overdue();
  }

  private void failed(Throwable error) {
    count();
    listener.failed(error);
    cut();
  }

  private void readComplete() {
    gathering = false;
    active |= decoder.kept() > 0;
    flow.complete();
    flush();
    count();
    if (inputEnded && context.channel().config().isAutoRead()) {
      inputEnded = false;
      decoder.end();
      keepAlive.end();
      closing.inputEnded();
    }
  }

  private void count() {
    if (context.isRemoved()) {
      return;
    }
    long waiting = encoder.waiting();
    if (context.channel().isActive()) {
      unsent = waiting;
    }
    kept.count(decoder.kept() + waiting);
  }

  /** Of both ends. */
  private final class Idleness extends IdleTimer {
    Idleness() {
      super(context.executor(), timeouts.idle());
    }

    @Override
    void onIdle() {
      listener.idle();
    }
  }

  /** Of the peer. */
  private final class Silence extends KeepAlive {
    Silence() {
      super(context.executor(), keepsAlive ? timeouts.ping() : Duration.ZERO, timeouts.pong());
    }

    /** A peer that does not take what it is sent has the write timeout. */
    @Override
    boolean isListening() {
      return context.channel().config().isAutoRead() && isWritable() && !closing.hasEnded();
    }

    @Override
    void ping() {
      pinged = true;
      encoder.write(Frame.ping(Buffer.buffer()));
      encoder.flush();
      sent.stamp(System.nanoTime());
    }

    @Override
    void onLost() {
      listener.lost();
    }
  }

  private final class Handler extends ChannelDuplexHandler {
    @Override
    public void handlerAdded(ChannelHandlerContext here) {
      begin(here);
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
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
      // TLS terminators may end TLS and hold TCP until this end has done so as well
      if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
        inputEnded = true;
        readComplete(); // and later, where what was read waits
      }
      here.fireUserEventTriggered(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext here) {
      idleTimer.interrupt(System.nanoTime());
      if (isWritable()) {
        flow.resume();
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
      closing.start(CloseCode.GOING_AWAY, "", timeouts.close());
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
      decoder.end();
      kept.relieved();
      flow.end();
      idleTimer.end();
      keepAlive.end();
      listener.ended();
      here.fireChannelInactive(); // on a client, Vert.x counts its connections
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext here) {
      decoder.release();
      encoder.release();
      kept.end();
      if (inflater != null) {
        inflater.end();
      }
    }
  }
}
