package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.client.PingResult.Failed;
import io.wsgauge.client.PingResult.Replied;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import io.wsgauge.wire.Wire;
import io.wsgauge.wire.Wire.Timeouts;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket to a target, with at most one ping under way. A ping's future never fails:
 * what went wrong is its result. On one event loop only.
 */
final class PingConnection implements Wire.Listener {
  private static final Logger LOGGER = LoggerFactory.getLogger(PingConnection.class);

  /** A reply beyond this is no reply to a ping. */
  static final int MAX_REPLY_SIZE = 1 << 20;

  private static final Limit REPLY_SIZE =
      Limit.ofSize("what wsgauge takes for a reply", MAX_REPLY_SIZE);

  /** How long a peer has to end a connection before it is cut. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ZERO, Duration.ZERO, CLOSE_TIMEOUT);

  private static final short NORMAL_CLOSURE = 1000;
  private static final short MESSAGE_TOO_BIG = 1009;

  private final WebSocket socket;
  private final Wire wire;
  private final Promise<Failed> closed = Promise.promise();
  private Promise<PingResult> awaited;

  /** What went wrong with the connection, where that is more than its end; else null. */
  private String failure;

  /** The server's close frame; null as long as there is none. */
  private WebSocketFrame peerClose;

  private long sentAt;
  private boolean text;
  private Buffer message = Buffer.buffer();

  PingConnection(WebSocket socket) {
    this.socket = socket;
    this.wire = new Wire(socket, false, Limits.ofFrameSize(REPLY_SIZE), TIMEOUTS, this);
    socket.frameHandler(this::receive);
    socket.exceptionHandler(this::broken);
    socket.closeHandler(v -> ended());
  }

  /** Told once, when the peer has closed the connection or it has ended in another way. */
  void onClosed(Handler<Failed> handler) {
    closed.future().onSuccess(handler);
  }

  Future<PingResult> ping(String payload) {
    awaited = Promise.promise();
    sentAt = System.nanoTime();
    Promise<PingResult> promise = awaited;
    socket
        .writeTextMessage(payload)
        .onFailure(e -> promise.tryComplete(new Failed(Phase.REPLY, Failures.reason(e))));
    return promise.future();
  }

  void close() {
    close(NORMAL_CLOSURE, null);
  }

  private void close(short code, String reason) {
    wire.cutAfter(CLOSE_TIMEOUT);
    if (!socket.isClosed()) {
      socket.close(code, reason).onFailure(e -> LOGGER.debug("No close frame was sent", e));
    }
  }

  private void receive(WebSocketFrame frame) {
    if (frame.isText() || frame.isBinary()) {
      text = frame.isText();
      message = Buffer.buffer();
    } else if (frame.isClose()) {
      peerClose = frame;
      // for a ping that is the end, though TCP may take its time (RFC 6455, section 7.1.1)
      ended();
      return;
    } else if (!frame.isContinuation()) {
      return;
    }
    message.appendBuffer(frame.binaryData());
    if (message.length() > MAX_REPLY_SIZE) {
      String reason = REPLY_SIZE.exceededBy("message");
      complete(new Failed(Phase.REPLY, reason));
      close(MESSAGE_TOO_BIG, reason);
    } else if (frame.isFinal()) {
      complete(new Replied(text, message, Duration.ofNanos(System.nanoTime() - sentAt)));
    }
  }

  /** A message that nobody awaits was pushed by the server, and is none of a ping's business. */
  private void complete(PingResult result) {
    if (awaited != null) {
      awaited.tryComplete(result);
    }
  }

  @Override
  public void violated(short code, String rule) {
    failure = "the server broke the protocol: " + rule;
    close(code, rule);
    wire.endOutput();
    ended();
  }

  private void broken(Throwable error) {
    if (!(error instanceof HttpClosedException)) { // that is the end that closeHandler tells
      failure = Failures.broken(error);
    }
  }

  private void ended() {
    boolean underWay = awaited != null && !awaited.future().isComplete();
    Failed failed =
        new Failed(
            underWay ? Phase.REPLY : Phase.IDLE,
            failure == null ? Failures.closed(peerClose) : failure);
    complete(failed);
    closed.tryComplete(failed);
  }
}
