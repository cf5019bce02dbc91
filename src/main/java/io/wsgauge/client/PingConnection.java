package io.wsgauge.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.client.Lifetime.By;
import io.wsgauge.client.Outcome.Failed;
import io.wsgauge.client.Outcome.Succeeded;
import io.wsgauge.client.TargetConfig.Kind;
import io.wsgauge.telemetry.Payloads;
import io.wsgauge.wire.Frames;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import io.wsgauge.wire.Wire;
import io.wsgauge.wire.Wire.Timeouts;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket to a target, with at most one question under way. Its future never fails: what
 * went wrong is its outcome. On one event loop only.
 */
final class PingConnection implements Wire.Listener {
  private static final Logger LOGGER = LoggerFactory.getLogger(PingConnection.class);

  /** A reply beyond this is no reply to a ping. */
  static final int MAX_REPLY_SIZE = 1 << 20;

  static final Limit REPLY_SIZE = Limit.ofSize("what wsgauge takes for a reply", MAX_REPLY_SIZE);

  /** All targets share an event loop, so that none may keep it busy. */
  private static final Limits LIMITS =
      Limits.of(
          REPLY_SIZE,
          Limit.ofCount("what wsgauge takes for a reply", 10_000, "fragments"),
          Limit.ofCount("what wsgauge takes from a target", 100_000, "frames a second"));

  /** How long a peer has to end a connection before it is cut. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ZERO, Duration.ZERO, CLOSE_TIMEOUT);

  private static final short NORMAL_CLOSURE = 1000;
  private static final short MESSAGE_TOO_BIG = 1009;

  /** Told on the event loop. */
  interface Listener {
    /** A question went out whole. */
    void sent();

    /**
     * A message came that answers a question, as expected or not.
     *
     * @param payload to be left as it is
     */
    void replied(boolean text, Buffer payload, Duration roundTrip);
  }

  /**
   * The end of a connection.
   *
   * @param why what it means for whoever still needed the connection
   */
  record End(Lifetime lifetime, Failed why) {}

  private final long openedAt = System.nanoTime();
  private final Promise<End> ended = Promise.promise();
  private final Context context;
  private final WebSocket socket;
  private final Wire wire;
  private final Listener listener;

  /** Null when nothing is asked. */
  private Question question;

  private Promise<Outcome> answer = Promise.promise();
  private boolean sent;

  /** What went wrong with the connection, where that is more than its end; else null. */
  private Failed failure;

  /** Null as long as there is none. */
  private WebSocketFrame peerClose;

  private boolean closedHere;

  private boolean text;
  private Buffer message = Buffer.buffer();

  /** The latest that answered a question; null when there was none, or it was not a message. */
  private Buffer latestReply;

  private boolean expectsReplies;
  private boolean repeated;

  /**
   * @param context that the end is told in, and answers are given in
   */
  PingConnection(Context context, WebSocket socket, Listener listener) {
    this.context = context;
    this.socket = socket;
    this.listener = listener;
    this.wire = new Wire(socket, false, LIMITS, TIMEOUTS, this);
    socket.frameHandler(this::receive);
    socket.pongHandler(this::pong);
    socket.exceptionHandler(this::broken);
    socket.closeHandler(v -> end());
  }

  /** Told once, when the peer has closed the connection or it has ended in another way. */
  void onEnded(Handler<End> handler) {
    ended.future().onSuccess(end -> context.runOnContext(v -> handler.handle(end)));
  }

  /** What was agreed on; empty for nothing. */
  String extensions() {
    return wire.extensions();
  }

  /** Empty for none. */
  String subprotocol() {
    return socket.subProtocol() == null ? "" : socket.subProtocol();
  }

  /** Whether the latest question went out whole. */
  boolean sent() {
    return sent;
  }

  Future<Outcome> ask(Question asked) {
    if (ended.future().isComplete()) {
      return Future.succeededFuture(ended.future().result().why());
    }
    if (repeated) {
      return Future.succeededFuture(Question.mismatch("the reply before came twice"));
    }
    if (asked.kind() == Kind.CONNECT) {
      return Future.succeededFuture(new Succeeded(null));
    }
    question = asked;
    sent = false;
    answer = Promise.promise();
    Promise<Outcome> mine = answer;
    wire.beginRoundTrip();
    write(asked)
        .onSuccess(
            v -> {
              sent = true;
              listener.sent();
            })
        // a connection that ended says more of itself
        .onFailure(e -> LOGGER.debug("The peer did not take a ping", e));
    return mine.future();
  }

  private Future<Void> write(Question asked) {
    if (asked.kind() == Kind.PING) {
      return socket.writePing(asked.payload());
    }
    return socket.writeFrame(
        asked.text()
            ? Frames.textFrame(asked.payload(), true)
            : WebSocketFrame.binaryFrame(asked.payload(), true));
  }

  void close() {
    close(NORMAL_CLOSURE, null);
  }

  private void close(short code, String reason) {
    wire.cutAfter(CLOSE_TIMEOUT);
    if (!socket.isClosed()) {
      closedHere |= peerClose == null;
      socket.close(code, reason).onFailure(e -> LOGGER.debug("No close frame was sent", e));
    }
  }

  private void receive(WebSocketFrame frame) {
    if (frame.isText() || frame.isBinary()) {
      text = frame.isText();
      message = Buffer.buffer();
    } else if (frame.isClose()) {
      peerClose = frame;
      // for a run that is the end, though TCP may take its time (RFC 6455, section 7.1.1)
      end();
      return;
    } else if (!frame.isContinuation()) {
      return;
    }
    message.appendBuffer(frame.binaryData());
    if (message.length() > MAX_REPLY_SIZE) {
      violated(MESSAGE_TOO_BIG, REPLY_SIZE.exceededBy("message"));
    } else if (frame.isFinal()) {
      replied();
    }
  }

  /**
   * A message that nobody awaits was pushed by the server; unless a certain reply is expected, and
   * this is it once more.
   */
  private void replied() {
    if (question == null || question.kind() != Kind.MESSAGE) {
      repeated |= expectsReplies && message.equals(latestReply);
      return;
    }
    Duration roundTrip = wire.roundTrip();
    if (roundTrip.isNegative()) {
      return; // it came with the upgrade's answer, before the question went out
    }
    latestReply = message;
    expectsReplies = question.isCertain();
    listener.replied(text, message, roundTrip);
    Failed mismatch = question.judge(text, message);
    answer(mismatch == null ? new Succeeded(roundTrip) : mismatch);
  }

  /** One that was not asked for is allowed (RFC 6455, section 5.5.3). */
  private void pong(Buffer payload) {
    if (question != null && question.kind() == Kind.PING && payload.equals(question.payload())) {
      answer(new Succeeded(wire.roundTrip()));
    }
  }

  private void answer(Outcome outcome) {
    question = null;
    Promise<Outcome> mine = answer;
    context.runOnContext(v -> mine.tryComplete(outcome));
  }

  @Override
  public void violated(short code, String rule) {
    Reason reason = code == MESSAGE_TOO_BIG ? Reason.REPLY_TOO_LARGE : Reason.PROTOCOL_ERROR;
    failure = new Failed(reason, phase(), rule);
    wire.endInput(); // what it sends until it is cut costs neither time nor memory
    close(code, rule);
    wire.endOutput();
    end();
  }

  private void broken(Throwable error) {
    if (!(error instanceof HttpClosedException)) { // that is the end that closeHandler tells
      failure = new Failed(Reason.CUT_WITHOUT_CLOSE, phase(), Failures.message(error));
    }
  }

  private Phase phase() {
    return question == null ? Phase.IDLE : Phase.REPLY;
  }

  private void end() {
    if (ended.future().isComplete()) {
      return;
    }
    Failed why = failure == null ? closed() : failure;
    By by = closedHere ? By.CLIENT : peerClose == null ? By.CUT : By.PEER;
    Duration open = Duration.ofNanos(System.nanoTime() - openedAt);
    ended.complete(
        new End(
            new Lifetime(TimeOfDay.now(), open, by, why.closeCode(), lifetimeDetail(why)), why));
    if (question != null) {
      answer(why);
    }
  }

  /** Where there is a close frame, what it says beyond its code. */
  private String lifetimeDetail(Failed why) {
    return failure == null && peerClose != null ? closeReason() : why.detail();
  }

  /** Empty for none. */
  private String closeReason() {
    String reason = peerClose.closeReason();
    return reason == null ? "" : Payloads.text(Buffer.buffer(reason));
  }

  private Failed closed() {
    if (peerClose == null) {
      return new Failed(Reason.CUT_WITHOUT_CLOSE, phase(), "");
    }
    int code = Frames.closeCode(peerClose);
    String said = closeReason().isEmpty() ? "" : " \"" + closeReason() + "\"";
    return new Failed(Reason.CLOSED_BY_PEER, phase(), "code " + code + said, 0, code);
  }
}
