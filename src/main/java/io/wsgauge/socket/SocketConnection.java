package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.handshake.VertxPipeline;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.ConnectionFacts.Flow;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.text.Durations;
import io.wsgauge.text.HostPort;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.CloseCode;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.FrameChannel;
import io.wsgauge.wire.FrameChannel.Timeouts;
import io.wsgauge.wire.FrameListener;
import io.wsgauge.wire.Limits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One WebSocket after its handshake: holds the peer to the limits, and hands its frames to the
 * behaviour. Event loop only, where it does not say otherwise.
 */
final class SocketConnection implements Connection, FrameListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketConnection.class);

  private final long openedAt = System.nanoTime();

  private final Shared shared;
  private final SocketConfig config;
  private final Incoming incoming;
  private final MessageCounter sent;
  private final long id;
  private final @Nullable String subprotocol;
  private final @Nullable InetSocketAddress remoteAddress;
  private final Place place;
  private final FrameChannel wire;
  private final Behaviour behaviour;
  private final CloseState ending = new CloseState();
  private final ConnectionTimers timers;

  /** The end of the longest life; null where it has none. */
  private @Nullable Future<?> lifetime;

  /** Whether nothing more is to be sent. */
  private boolean ended;

  /** Whether TCP has ended. */
  private boolean over;

  /**
   * What all connections have in common.
   *
   * @param onClosed called with each when it has ended
   */
  record Shared(
      SocketConfig config,
      Limits limits,
      Timeouts timeouts,
      BufferBudget budget,
      ServerMetrics metrics,
      MessageLog log,
      LogRate closeRate,
      ConnectionRecords records,
      Consumer<SocketConnection> onClosed) {}

  /**
   * @param subprotocol that was agreed on; null without one
   * @param remoteAddress null when it is not reached by IP
   * @param terms on which it was accepted
   * @param place that it has
   */
  SocketConnection(
      @Nullable String subprotocol,
      @Nullable InetSocketAddress remoteAddress,
      Acceptance terms,
      Place place,
      Shared shared,
      long id) {
    this.shared = shared;
    this.config = shared.config();
    this.id = id;
    this.subprotocol = subprotocol;
    this.remoteAddress = remoteAddress;
    this.place = place;
    this.incoming = new Incoming(this::name, shared.log(), shared.metrics().received());
    this.sent = new MessageCounter(shared.metrics().sent());
    this.behaviour = terms.behaviour();
    this.wire = new FrameChannel(true, shared.limits(), shared.timeouts(), shared.budget(), this);
    this.timers = new ConnectionTimers(wire);
    wire.ignorePings(!terms.pong());
    wire.ignoreClose(!terms.answerClose());
    wire.keepAlive(terms.keepAlive());
  }

  /**
   * Begins to answer.
   *
   * @param request that was accepted, to be remembered; null for no record
   * @param answer the headers of the 101
   */
  void open(ServerWebSocket socket, @Nullable UpgradeRequest request, HeaderLines answer) {
    VertxPipeline.handOver(socket, wire);
    if (request != null) {
      shared.records().opened(this, request, answer);
    }
    wire.writeBufferSize(config.writeBufferSize());
    LOGGER.atDebug().log(() -> "[" + name() + "] open");
    shared.metrics().opened();
    if (!ended && !config.maxLifetime().isZero()) {
      lifetime = wire.schedule(config.maxLifetime(), this::outlived);
    }
    attempt(() -> behaviour.opened(this));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public @Nullable String subprotocol() {
    return subprotocol;
  }

  @Override
  public String extensions() {
    return wire.extensions();
  }

  @Override
  public void recordAs(String recordId) {
    if (shared.records().areKept()) {
      shared.records().name(id, recordId);
      wire.received().keepLatest();
      wire.sent().keepLatest();
    }
  }

  /** What has become of it until now. */
  ConnectionFacts facts() {
    return new ConnectionFacts(
        id,
        subprotocol,
        wire.extensions(),
        Duration.ofNanos(System.nanoTime() - openedAt),
        over ? ending.ending() : null,
        Flow.of(incoming.traffic(), wire.received(), openedAt),
        Flow.of(sent, wire.sent(), openedAt),
        wire.unsent());
  }

  @Override
  public void send(Frame frame) {
    if (!ending.hasBegun()) {
      if (frame.isText() || frame.isBinary()) {
        sent.add(frame);
      }
      wire.send(frame);
    }
  }

  @Override
  public void sendRaw(Buffer bytes) {
    if (!ending.hasBegun()) {
      wire.sendRaw(bytes);
    }
  }

  @Override
  public boolean isWritable() {
    return wire.isWritable();
  }

  @Override
  public void close(int code, String reason) {
    close(code, reason, config.closeTimeout());
  }

  @Override
  public void drop(boolean reset) {
    if (!ending.hasBegun()) {
      ending.drop(reset);
      end();
      wire.drop(reset, config.closeTimeout());
    }
  }

  @Override
  public void keeps(long bytes) {
    wire.keeps(bytes);
  }

  @Override
  public void stopReading() {
    wire.holdReading(true);
  }

  @Override
  public void read() {
    wire.holdReading(false);
  }

  @Override
  public void execute(Runnable task) {
    wire.execute(task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    if (ended) {
      return;
    }
    timers.after(delay, () -> attempt(task));
  }

  @Override
  public void inTurns(BooleanSupplier step) {
    wire.inTurns(
        () -> {
          try {
            return !ended && step.getAsBoolean();
          } catch (RuntimeException e) {
            replyFailed(e);
            return false;
          }
        });
  }

  /** Closes because the server stops. Thread-safe. */
  void goAway(Duration timeout) {
    wire.execute(() -> close(CloseCode.GOING_AWAY, "server going away", timeout));
  }

  @Override
  public void violated(int code, String rule) {
    begin(code, rule);
    wire.fail(code, rule, config.closeTimeout());
  }

  private void outlived() {
    String lifetime = Durations.format(config.maxLifetime()) + " (socket.maxLifetime)";
    close(CloseCode.GOING_AWAY, "open for " + lifetime);
  }

  @Override
  public void idle() {
    close(CloseCode.GOING_AWAY, "idle for " + Durations.format(config.idleTimeout()));
  }

  @Override
  public void lost() {
    int code = CloseCode.GOING_AWAY;
    String within = Durations.format(config.pongTimeout()) + " (socket.pongTimeout)";
    String reason = "no answer to a ping within " + within;
    ending.lose(code, reason);
    end();
    wire.close(code, reason, config.closeTimeout());
  }

  @Override
  public void unwritable() {
    wire.pause();
  }

  @Override
  public void writable() {
    attempt(() -> behaviour.writable(this));
  }

  @Override
  public void stalled() {
    String within = Durations.format(config.writeTimeout()) + " (socket.writeTimeout)";
    close(CloseCode.POLICY_VIOLATION, "read nothing for " + within);
  }

  @Override
  public void overdrawn() {
    String all = "all buffers are full (socket.maxBufferedBytes, " + shared.budget().max() + ")";
    close(CloseCode.TRY_AGAIN_LATER, all + ", and this has " + wire.kept() + " bytes in them");
    wire.letGo();
  }

  @Override
  public void received(Frame frame) {
    if (ending.hasBegun()) {
      return; // nothing may follow a close frame (RFC 6455, section 5.5.1)
    }
    incoming.add(frame);
    if (incoming.traffic().size() > config.maxMessageSize()) {
      close(CloseCode.MESSAGE_TOO_BIG, config.messageSize().exceededBy("message"));
      return;
    }
    try {
      behaviour.received(this, frame);
    } catch (RuntimeException e) {
      replyFailed(e);
    }
  }

  @Override
  public void flushing() {
    incoming.traffic().publish();
    sent.publish();
  }

  @Override
  public void closed(int code, String reason) {
    ending.peerCloses(code, reason);
    place.cede(wire::cut);
  }

  @Override
  public void closeIgnored(int code, String reason) {
    ending.ignore(code, reason);
  }

  @Override
  public void failed(Throwable error) {
    LOGGER.debug("[{}] failed", name(), error);
    ending.fail(error);
  }

  @Override
  public void overdue() {
    ending.timeOut();
  }

  @Override
  public void ended() {
    end();
    over = true;
    shared.records().ended(id, this::facts);
    Duration open = Duration.ofNanos(System.nanoTime() - openedAt);
    shared.metrics().closed(ending.code(), ending.initiator(), open);
    logClose(open);
    shared.onClosed().accept(this);
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      replyFailed(e);
    }
  }

  private void replyFailed(RuntimeException error) {
    LOGGER.error("[{}] the reply failed", name(), error);
    close(CloseCode.INTERNAL_ERROR, "the reply failed");
  }

  private void close(int code, String reason, Duration timeout) {
    begin(code, reason);
    wire.close(code, reason, timeout);
  }

  private void begin(int code, String reason) {
    if (!ending.hasBegun()) {
      ending.close(code, reason);
      end();
    }
  }

  /** Nothing more is to be sent. Calling it again changes nothing. */
  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    place.cede(wire::cut);
    if (lifetime != null) {
      lifetime.cancel(false);
    }
    timers.end();
    behaviour.ended();
  }

  private void logClose(Duration open) {
    LoggingEventBuilder line = shared.closeRate().take() ? LOGGER.atInfo() : LOGGER.atDebug();
    line.log(
        () ->
            "[%s] %s after %s; received %s; sent %s"
                .formatted(name(), ending, Durations.format(open), incoming.traffic(), sent));
  }

  /** What the log calls it. */
  private String name() {
    return id + " " + HostPort.of(remoteAddress);
  }
}
