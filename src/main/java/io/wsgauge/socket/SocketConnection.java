package io.wsgauge.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.config.Durations;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Payloads;
import io.wsgauge.wire.Wire;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One WebSocket after its handshake: answers its frames. On its own event loop only. */
final class SocketConnection implements Wire.Listener {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketConnection.class);

  /** Bytes of replies that are gathered while what was read is being answered. */
  private static final int SENT_AT_ONCE = 65536;

  private static final short GOING_AWAY = 1001;
  private static final short POLICY_VIOLATION = 1008;
  private static final short MESSAGE_TOO_BIG = 1009;
  private static final short INTERNAL_ERROR = 1011;

  private final Context context = Vertx.currentContext();
  private final long openedAt = System.nanoTime();
  private final Traffic received = new Traffic();
  private final Traffic sent = new Traffic();

  private final ServerWebSocket socket;
  private final SocketConfig config;
  private final Reply reply;
  private final MessageLog log;
  private final LogRate closeRate;
  private final String name;
  private final Wire wire;

  private boolean text;
  private long messageSize;

  /** The first bytes of the message that is coming in; null when it is not going to be logged. */
  private Buffer head;

  /** Of the server's own close frame; null as long as there is none. */
  private String closeReason;

  private short closeCode;

  /** The peer's close frame; null as long as there is none. */
  private WebSocketFrame peerClose;

  /**
   * @param closeRate of the lines that tell how a connection has ended
   */
  SocketConnection(
      ServerWebSocket socket,
      SocketConfig config,
      Reply reply,
      MessageLog log,
      LogRate closeRate,
      long id) {
    this.socket = socket;
    this.config = config;
    this.reply = reply;
    this.log = log;
    this.closeRate = closeRate;
    this.name = id + " " + socket.remoteAddress();
    this.wire = new Wire(socket, true, config.limits(), config.timeouts(), this);
  }

  /** Begins to answer. */
  void open(Runnable onClosed) {
    LOGGER.debug("[{}] open", name);
    UpgradeGate.remove(wire.channel());
    long lifetime = endLater();
    socket
        .setWriteQueueMaxSize(SENT_AT_ONCE + config.writeBufferSize())
        .frameHandler(this::receive)
        .drainHandler(drained -> wire.resume())
        .exceptionHandler(e -> LOGGER.debug("[{}] failed", name, e))
        .closeHandler(
            closed -> {
              context.owner().cancelTimer(lifetime);
              logClose();
              onClosed.run();
            });
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
  public void stalled() {
    String within = Durations.format(config.writeTimeout()) + " (socket.writeTimeout)";
    close(POLICY_VIOLATION, "read nothing for " + within);
  }

  /** Returns the timer's id; -1 when there is none. */
  private long endLater() {
    if (config.maxLifetime().isZero()) {
      return -1;
    }
    String reason = "open for " + Durations.format(config.maxLifetime()) + " (socket.maxLifetime)";
    return context
        .owner()
        .setTimer(config.maxLifetime().toMillis(), timer -> close(GOING_AWAY, reason));
  }

  private void receive(WebSocketFrame frame) {
    if (frame.isClose()) {
      peerClose = frame;
    }
    if (closeReason != null) {
      return; // nothing may follow a close frame (RFC 6455, section 5.5.1)
    }
    if (frame.isText() || frame.isBinary()) {
      text = frame.isText();
      messageSize = 0;
      head = log.take() ? Buffer.buffer() : null;
    } else if (!frame.isContinuation()) {
      return; // Vert.x has answered control frames by now
    }
    Buffer payload = frame.binaryData();
    received.add(payload.length(), frame.isFinal());
    messageSize += payload.length();
    if (messageSize > config.maxMessageSize()) {
      close(MESSAGE_TOO_BIG, config.messageSize().exceededBy("message"));
      return;
    }
    if (head != null) {
      log(frame, payload);
    }
    answer(frame);
  }

  private void log(WebSocketFrame frame, Buffer payload) {
    int room = Math.min(log.maxLength() - head.length(), payload.length());
    head.appendBuffer(payload, 0, room);
    if (frame.isFinal()) {
      log.log(name, text, head, messageSize, "");
      head = null;
    }
  }

  private void answer(WebSocketFrame frame) {
    try {
      WebSocketFrame answer = reply.to(frame, text);
      if (answer != null) {
        write(answer);
      }
    } catch (RuntimeException e) {
      LOGGER.error("[{}] the reply failed", name, e);
      close(INTERNAL_ERROR, "the reply failed");
    }
  }

  private void write(WebSocketFrame frame) {
    sent.add(frame.binaryData().length(), frame.isFinal());
    socket
        .writeFrame(frame)
        .onFailure(e -> LOGGER.debug("[{}] the peer did not take a reply", name, e));
    if (!socket.isClosed() && socket.writeQueueFull()) {
      wire.pause(); // until drained
    }
  }

  private void close(short code, String reason) {
    close(code, reason, config.closeTimeout());
  }

  private void close(short code, String reason, Duration timeout) {
    wire.cutAfter(timeout);
    if (closeReason != null || socket.isClosed()) {
      return;
    }
    closeCode = code;
    closeReason = reason;
    socket
        .close(code, reason)
        .onFailure(e -> LOGGER.debug("[{}] the close frame was not sent", name, e));
  }

  private void logClose() {
    LoggingEventBuilder line = closeRate.take() ? LOGGER.atInfo() : LOGGER.atDebug();
    line.log(
        "[{}] {} after {}; received {}; sent {}",
        name,
        how(),
        Durations.format(Duration.ofNanos(System.nanoTime() - openedAt)),
        received,
        sent);
  }

  private String how() {
    if (closeReason != null) {
      return "closed by the server with %d \"%s\"%s"
          .formatted(closeCode, closeReason, peerClose == null ? ", which was not answered," : "");
    }
    if (peerClose == null) {
      return "cut by the peer (1006)";
    }
    String reason = peerClose.closeReason() == null ? "" : peerClose.closeReason();
    return "closed by the peer with %d \"%s\""
        .formatted(Wire.closeCode(peerClose), Payloads.text(Buffer.buffer(reason)));
  }
}
