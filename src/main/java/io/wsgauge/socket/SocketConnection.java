package io.wsgauge.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.config.Durations;
import io.wsgauge.socket.Behaviours.Terms;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.wire.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One WebSocket after its handshake: holds the peer to the limits, and hands its frames to the
 * behaviour. On its own event loop only, where it does not say otherwise.
 */
final class SocketConnection implements Connection, Wire.Listener {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketConnection.class);

  /** Bytes of replies that are gathered while what was read is being answered. */
  private static final int SENT_AT_ONCE = 65536;

  private static final short GOING_AWAY = 1001;
  private static final short POLICY_VIOLATION = 1008;
  private static final short MESSAGE_TOO_BIG = 1009;
  private static final short INTERNAL_ERROR = 1011;

  private final Context context = Vertx.currentContext();
  private final long openedAt = System.nanoTime();

  private final ServerWebSocket socket;
  private final SocketConfig config;
  private final ServerMetrics metrics;
  private final Incoming incoming;
  private final Traffic sent;
  private final LogRate closeRate;
  private final long id;
  private final String name;
  private final Wire wire;
  private final Behaviour behaviour;
  private final Ending ending = new Ending();
  private final Set<Long> timers = new HashSet<>();

  private boolean ended;

  /**
   * @param closeRate of the lines that tell how a connection has ended
   */
  SocketConnection(
      ServerWebSocket socket,
      SocketConfig config,
      ServerMetrics metrics,
      MessageLog log,
      LogRate closeRate,
      long id) {
    this.socket = socket;
    this.config = config;
    this.metrics = metrics;
    this.closeRate = closeRate;
    this.id = id;
    this.name = id + " " + socket.remoteAddress();
    this.incoming = new Incoming(name, log, metrics.received());
    this.sent = new Traffic(metrics.sent());
    this.wire = new Wire(socket, true, config.limits(), config.timeouts(), this);
    Terms terms = UpgradeGate.remove(wire.channel());
    this.behaviour = terms.behaviour();
    wire.ignorePings(!terms.pong());
    wire.ignoreClose(!terms.answerClose());
  }

  /** Begins to answer. */
  void open(Runnable onClosed) {
    LOGGER.debug("[{}] open", name);
    metrics.opened();
    socket
        .setWriteQueueMaxSize(SENT_AT_ONCE + config.writeBufferSize())
        .frameHandler(this::receive)
        .exceptionHandler(e -> LOGGER.debug("[{}] failed", name, e))
        .closeHandler(
            closed -> {
              end();
              Duration open = Duration.ofNanos(System.nanoTime() - openedAt);
              metrics.closed(ending.code(), ending.initiator(), open);
              logClose(open);
              onClosed.run();
            });
    if (!config.maxLifetime().isZero()) {
      String lifetime = Durations.format(config.maxLifetime()) + " (socket.maxLifetime)";
      after(config.maxLifetime(), () -> close(GOING_AWAY, "open for " + lifetime));
    }
    attempt(() -> behaviour.opened(this));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String subprotocol() {
    return socket.subProtocol();
  }

  @Override
  public String extensions() {
    return wire.extensions();
  }

  @Override
  public void send(WebSocketFrame frame) {
    if (ending.hasBegun()) {
      return;
    }
    sent.add(frame, frame.binaryData().length());
    socket
        .writeFrame(frame)
        .onFailure(e -> LOGGER.debug("[{}] the peer did not take a frame", name, e));
    if (!wire.isWritable()) {
      wire.pause();
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
    close((short) code, reason, config.closeTimeout());
  }

  @Override
  public void drop(boolean reset) {
    if (!ending.hasBegun()) {
      ending.drop(reset ? "with a reset" : "without a close frame");
      end();
      if (reset) {
        wire.reset();
      } else {
        wire.endOutput();
        wire.cutAfter(config.closeTimeout());
      }
    }
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
  public void after(Duration delay, Runnable task) {
    if (ended) {
      return;
    }
    long timer =
        context
            .owner()
            .setTimer(
                Math.max(1, delay.plusNanos(999_999).toMillis()), // rounded up
                fired -> {
                  timers.remove(fired);
                  attempt(task);
                });
    timers.add(timer);
  }

  /** Closes because the server stops. Any thread. */
  void goAway(Duration timeout) {
    context.runOnContext(v -> close(GOING_AWAY, "server going away", timeout));
  }

  @Override
  public void violated(short code, String rule) {
    close(code, rule);
    wire.endOutput();
  }

  @Override
  public void idle() {
    close(GOING_AWAY, "idle for " + Durations.format(config.idleTimeout()));
  }

  @Override
  public void writable() {
    attempt(() -> behaviour.writable(this));
  }

  @Override
  public void stalled() {
    String within = Durations.format(config.writeTimeout()) + " (socket.writeTimeout)";
    close(POLICY_VIOLATION, "read nothing for " + within);
  }

  private void receive(WebSocketFrame frame) {
    if (frame.isClose()) {
      ending.peerCloses(frame);
    }
    if (ending.hasBegun()) {
      return; // nothing may follow a close frame (RFC 6455, section 5.5.1)
    }
    if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
      return; // Vert.x has answered control frames by now
    }
    incoming.add(frame);
    if (incoming.size() > config.maxMessageSize()) {
      close(MESSAGE_TOO_BIG, config.messageSize().exceededBy("message"));
      return;
    }
    try {
      behaviour.received(this, frame, incoming.isText());
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException error) {
    LOGGER.error("[{}] the reply failed", name, error);
    close(INTERNAL_ERROR, "the reply failed");
  }

  private void close(short code, String reason, Duration timeout) {
    wire.cutAfter(timeout);
    if (ending.hasBegun() || socket.isClosed()) {
      return;
    }
    ending.close(code, reason);
    end();
    wire.ignoreClose(false); // which now would be the peer's answer
    socket
        .close(code, reason)
        .onFailure(e -> LOGGER.debug("[{}] the close frame was not sent", name, e));
  }

  /** Nothing more is to be sent. Calling it again changes nothing. */
  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    timers.forEach(context.owner()::cancelTimer);
    timers.clear();
    behaviour.ended();
  }

  private void logClose(Duration open) {
    LoggingEventBuilder line = closeRate.take() ? LOGGER.atInfo() : LOGGER.atDebug();
    line.log(
        "[{}] {} after {}; received {}; sent {}",
        name,
        ending,
        Durations.format(open),
        incoming.traffic(),
        sent);
  }
}
