package io.wsgauge.socket;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.config.Durations;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.wire.Wire;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket after its handshake: answers its frames. On its own event loop only. */
final class SocketConnection {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketConnection.class);
  private static final short GOING_AWAY = 1001;
  private static final short MESSAGE_TOO_BIG = 1009;

  private final Context context;
  private final ServerWebSocket socket;
  private final SocketConfig config;
  private final Reply reply;
  private final MessageLog log;
  private final String name;

  private boolean closing;
  private boolean text;
  private long messageSize;

  /** The first bytes of the message that is coming in; null when it is not going to be logged. */
  private Buffer head;

  SocketConnection(
      ServerWebSocket socket, SocketConfig config, Reply reply, MessageLog log, long id) {
    this.context = Vertx.currentContext();
    this.socket = socket;
    this.config = config;
    this.reply = reply;
    this.log = log;
    this.name = id + " " + socket.remoteAddress();
  }

  /** Begins to answer. */
  void open(Runnable onClosed) {
    LOGGER.debug("[{}] open", name);
    UpgradeGate.remove(Wire.channel(socket));
    Wire.strict(socket, true, config.frameLimit(), config.messageLimit());
    Wire.onViolation(socket, this::violated);
    Wire.guard(socket, config.closeTimeout().toMillis());
    Wire.idleTimeout(socket, config.idleTimeout().toMillis(), this::idle);
    socket
        .setWriteQueueMaxSize(config.writeBufferSize())
        .frameHandler(this::receive)
        .drainHandler(drained -> socket.resume())
        .exceptionHandler(e -> LOGGER.debug("[{}] failed", name, e))
        .closeHandler(
            closed -> {
              LOGGER.debug(
                  "[{}] closed: {} {}", name, socket.closeStatusCode(), socket.closeReason());
              onClosed.run();
            });
  }

  /** Closes because the server stops. Any thread. */
  void goAway(Duration timeout) {
    context.runOnContext(v -> close(GOING_AWAY, "server going away", timeout));
  }

  private void receive(WebSocketFrame frame) {
    if (closing) {
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
    messageSize += payload.length();
    if (messageSize > config.maxMessageSize()) {
      close(MESSAGE_TOO_BIG, config.messageLimit().exceededBy("message"));
      return;
    }
    if (head != null) {
      log(frame, payload);
    }
    WebSocketFrame answer = reply.to(frame, text);
    if (answer != null) {
      write(answer);
    }
  }

  private void log(WebSocketFrame frame, Buffer payload) {
    int room = Math.min(log.maxLength() - head.length(), payload.length());
    head.appendBuffer(payload, 0, room);
    if (frame.isFinal()) {
      log.log(name, text, head, messageSize, "");
      head = null;
    }
  }

  private void write(WebSocketFrame frame) {
    socket
        .writeFrame(frame)
        .onFailure(e -> LOGGER.debug("[{}] the peer did not take a reply", name, e));
    if (!socket.isClosed() && socket.writeQueueFull()) {
      socket.pause(); // until drained
    }
  }

  private void idle() {
    close(GOING_AWAY, "idle for " + Durations.format(config.idleTimeout()));
  }

  private void violated(short code, String rule) {
    close(code, rule);
    Wire.endOutput(socket);
  }

  private void close(short code, String reason) {
    close(code, reason, config.closeTimeout());
  }

  private void close(short code, String reason, Duration timeout) {
    closing = true;
    Wire.cutAfter(socket, timeout.toMillis());
    if (!socket.isClosed()) {
      socket
          .close(code, reason)
          .onFailure(e -> LOGGER.debug("[{}] the close frame was not sent", name, e));
    }
  }
}
