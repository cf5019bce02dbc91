package io.wsgauge.probe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.wsgauge.handshake.VertxPipeline;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.CloseCode;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.FrameChannel;
import io.wsgauge.wire.FrameChannel.Timeouts;
import io.wsgauge.wire.FrameListener;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import io.wsgauge.wire.MessageAssembler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket to a target, with at most one question under way. Its futures never fail: a
 * failure is an outcome. Event loop only.
 */
final class ProbeConnection implements FrameListener {
  /** Bytes of the largest reply; a larger one ends the connection. */
  static final int MAX_REPLY_SIZE = 1 << 20;

  static final Limit REPLY_SIZE = Limit.ofSize("what wsgauge takes for a reply", MAX_REPLY_SIZE);

  /** Limits that no target may exceed, since all targets share an event loop. */
  private static final Limits LIMITS =
      Limits.of(
          REPLY_SIZE,
          Limit.ofCount("what wsgauge takes for a reply", 10_000, "fragment"),
          Limit.ofRate("what wsgauge takes from a target", 100_000, "frame"));

  /** Time that a peer has to end a connection before it is cut. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, CLOSE_TIMEOUT);

  private static final Failed REPEATED = Exchange.mismatch("the reply before came twice");

  /**
   * The end of a connection.
   *
   * @param why the failure of a run that still needed the connection
   */
  record End(ConnectionEnd lifetime, Failed why) {}

  /**
   * The peer's close frame.
   *
   * @param reason escaped for the log
   */
  private record Close(int code, String reason) {}

  private final long openedAt = System.nanoTime();
  private final Promise<End> ended = Promise.promise();
  private final Context context;
  private final String subprotocol;
  private final FrameChannel wire;
  private final ProbeListener listener;

  /** The question under way; null without a question. */
  private @Nullable Exchange question;

  private Promise<Outcome> answer = Promise.promise();
  private boolean sent;

  /** The failure of the connection, where it is more than its end; else null. */
  private @Nullable Failed failure;

  /** The close frame of the peer; null until it came. */
  private @Nullable Close peerClose;

  private boolean closedHere;

  private final MessageAssembler message = new MessageAssembler();

  /** The latest message that answered a question; null before the first. */
  private @Nullable Buffer latestReply;

  private boolean expectsReplies;
  private boolean repeated;

  /** The latest message since the question that is not the expected reply; null without one. */
  private @Nullable Failed mismatch;

  /** Messages since the question that are not the expected reply. */
  private int mismatches;

  /**
   * @param context in which handlers and futures are called
   * @param budget of all connections, in which replies are counted
   */
  ProbeConnection(Context context, WebSocket socket, BufferBudget budget, ProbeListener listener) {
    this.context = context;
    this.subprotocol = socket.subProtocol() == null ? "" : socket.subProtocol();
    this.listener = listener;
    this.wire = new FrameChannel(false, LIMITS, TIMEOUTS, budget, this);
    VertxPipeline.handOver(socket, wire);
  }

  /** The handler is called once, when the peer has closed the connection or it ended otherwise. */
  void onEnded(Handler<End> handler) {
    ended.future().onSuccess(end -> context.runOnContext(v -> handler.handle(end)));
  }

  /** The agreed extensions; empty without extensions. */
  String extensions() {
    return wire.extensions();
  }

  /** The agreed subprotocol; empty without a subprotocol. */
  String subprotocol() {
    return subprotocol;
  }

  /** Whether the latest question went out whole. */
  boolean sent() {
    return sent;
  }

  Future<Outcome> ask(Exchange asked) {
    if (ended.future().isComplete()) {
      return Future.succeededFuture(ended.future().result().why());
    }
    if (repeated) {
      return Future.succeededFuture(REPEATED);
    }
    if (asked.kind() == Kind.CONNECT) {
      return Future.succeededFuture(new Succeeded(null));
    }
    question = asked;
    mismatch = null;
    mismatches = 0;
    sent = false;
    answer = Promise.promise();
    Promise<Outcome> mine = answer;
    wire.beginRoundTrip();
    wire.send(frame(asked));
    wire.whenWritten(
        () -> {
          sent = true;
          listener.sent();
        });
    return mine.future();
  }

  private static Frame frame(Exchange asked) {
    if (asked.kind() == Kind.PING) {
      return Frame.ping(asked.payload());
    }
    return asked.text() ? Frame.text(asked.payload(), true) : Frame.binary(asked.payload(), true);
  }

  void close() {
    close(CloseCode.NORMAL_CLOSURE, "");
  }

  private void close(int code, String reason) {
    closes();
    wire.close(code, reason, CLOSE_TIMEOUT);
  }

  private void closes() {
    closedHere |= peerClose == null && !ended.future().isComplete();
  }

  @Override
  public void received(Frame frame) {
    Buffer whole = message.add(frame);
    int length = whole == null ? message.kept() : whole.length();
    if (length > MAX_REPLY_SIZE) {
      violated(CloseCode.MESSAGE_TOO_BIG, REPLY_SIZE.exceededBy("message"));
    } else if (whole != null) {
      replied(frame.isText(), whole);
    }
    wire.keeps(message.kept() + (latestReply == null ? 0L : latestReply.length()));
  }

  /** The end for a run, though TCP may last longer (RFC 6455, section 7.1.1). */
  @Override
  public void closed(int code, String reason) {
    peerClose = new Close(code, Payloads.text(Buffer.buffer(reason)));
    end();
  }

  /**
   * A message that nobody awaits was pushed by the server, unless certain replies are expected and
   * it repeats the latest of them. So was one that is not the reply which is expected: whether it
   * comes before or after the question went out must make no difference.
   */
  private void replied(boolean text, Buffer reply) {
    if (question == null || question.kind() != Kind.MESSAGE) {
      repeated |= expectsReplies && reply.equals(latestReply);
      return;
    }
    Duration roundTrip = wire.roundTrip();
    if (roundTrip.isNegative()) {
      return; // the message came with the upgrade's response, before the question went out
    }
    listener.replied(text, reply, roundTrip);
    Failed judged = question.judge(text, reply);
    if (judged == null) {
      latestReply = reply;
      expectsReplies = question.isCertain();
      answer(new Succeeded(roundTrip));
    } else if (reply.equals(latestReply)) {
      answer(REPEATED);
    } else {
      mismatch = judged;
      mismatches++;
    }
  }

  /**
   * The failure of a question to which messages came, but not the expected reply; null if none
   * came.
   */
  @Nullable Failed mismatch() {
    return mismatch == null || mismatches == 1
        ? mismatch
        : Exchange.mismatch(mismatch.detail() + ", the last of " + mismatches + " messages");
  }

  /** A pong may also come unsolicited (RFC 6455, section 5.5.3), and before the ping. */
  @Override
  public void pong(Frame pong) {
    if (question != null
        && !wire.roundTrip().isNegative()
        && question.kind() == Kind.PING
        && pong.payload().equals(question.payload())) {
      answer(new Succeeded(wire.roundTrip()));
    }
  }

  private void answer(Outcome outcome) {
    question = null;
    Promise<Outcome> mine = answer;
    context.runOnContext(v -> mine.tryComplete(outcome));
  }

  @Override
  public void violated(int code, String rule) {
    Reason reason = switch (code) { // the first two are for limits of this end alone
          case CloseCode.MESSAGE_TOO_BIG -> Reason.REPLY_TOO_LARGE;
          case CloseCode.POLICY_VIOLATION -> Reason.LIMIT_EXCEEDED;
          default -> Reason.PROTOCOL_ERROR;
        };
    failure = new Failed(reason, phase(), rule);
    closes();
    wire.fail(code, rule, CLOSE_TIMEOUT);
    end();
  }

  @Override
  public void failed(Throwable error) {
    if (failure == null && !closedHere) {
      failure = new Failed(Reason.CUT_WITHOUT_CLOSE, phase(), FailureClassifier.message(error));
    }
  }

  @Override
  public void ended() {
    end();
  }

  @Override
  public void overdrawn() {
    String rule = "all connections together keep more than socket.maxBufferedBytes";
    failure = new Failed(Reason.LOCAL_ERROR, phase(), rule);
    close(CloseCode.TRY_AGAIN_LATER, rule);
    message.clear();
    latestReply = null;
    wire.keeps(0);
    wire.letGo();
    end();
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
            new ConnectionEnd(TimeOfDay.now(), open, by, why.closeCode(), lifetimeDetail(why)),
            why));
    if (question != null) {
      Failed before = mismatch();
      answer(before == null ? why : why.after(before));
    }
  }

  /** The reason of the close frame; without a close frame, the failure's detail. */
  private String lifetimeDetail(Failed why) {
    return failure == null && peerClose != null ? peerClose.reason() : why.detail();
  }

  private Failed closed() {
    if (peerClose == null) {
      return new Failed(Reason.CUT_WITHOUT_CLOSE, phase(), "");
    }
    String said = peerClose.reason().isEmpty() ? "" : " \"" + peerClose.reason() + "\"";
    return new Failed(
        Reason.CLOSED_BY_PEER, phase(), "code " + peerClose.code() + said, 0, peerClose.code());
  }
}
