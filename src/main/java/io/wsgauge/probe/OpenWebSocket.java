package io.wsgauge.probe;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.wsgauge.handshake.VertxPipeline;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.text.Durations;
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
 * A WebSocket that is open, or was, to be talked over: any message either way, in any order. What
 * comes in is told to its {@link WebSocketListener} at once, and kept by nobody else. Event loop
 * only.
 */
public final class OpenWebSocket {
  /** Time that a peer has to end a connection after its close frame, or after it broke a rule. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(1);

  private final long openedAt = System.nanoTime();
  private final Limit messageSize;
  private final WebSocketListener listener;
  private final FrameChannel wire;
  private final MessageAssembler message = new MessageAssembler();

  /** What is done before anything else is told; null once it is done. */
  private @Nullable Runnable onOpened;

  /** The peer takes more when this is done; null while it does. */
  private @Nullable Promise<Void> room;

  /** The end of the connection is told from here on. */
  private boolean ended;

  private boolean closedHere;

  /** Time that the peer had to answer the close frame. */
  private Duration patience = END_TIMEOUT;

  /** The code and, escaped, the reason of the peer's close frame; null until it came. */
  private @Nullable PeerClose peerClose;

  /** The failure of the connection, where it is more than its end; else null. */
  private @Nullable Failed failure;

  private record PeerClose(int code, String reason) {}

  /**
   * @param messageSize of a message that comes in; a larger one ends the connection
   * @param budget of all connections
   */
  OpenWebSocket(Limit messageSize, BufferBudget budget, WebSocketListener listener) {
    this.messageSize = messageSize;
    this.listener = listener;
    this.wire =
        new FrameChannel(
            false,
            Limits.of(messageSize, Limit.NONE, Limit.NONE),
            new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, END_TIMEOUT),
            budget,
            new Frames());
  }

  /**
   * Takes the connection over.
   *
   * @param action called before anything is told to the listener, since frames may have come right
   *     behind the handshake
   */
  void begin(WebSocket socket, Runnable action) {
    onOpened = action;
    VertxPipeline.handOver(socket, wire);
    tellOpened();
  }

  private void tellOpened() {
    if (onOpened != null) {
      Runnable action = onOpened;
      onOpened = null;
      action.run();
    }
  }

  /** The agreed extensions; empty without extensions. */
  String extensions() {
    return wire.extensions();
  }

  /**
   * Sends a message in one frame.
   *
   * @param payload valid UTF-8 where it is text
   * @return completes when the peer takes more; fails when the connection ends before
   */
  public Future<Void> send(boolean text, Buffer payload) {
    return send(text ? Frame.text(payload, true) : Frame.binary(payload, true));
  }

  /**
   * Sends a ping, as {@link #send(boolean, Buffer)} does a message.
   *
   * @param payload at most 125 bytes
   */
  public Future<Void> ping(Buffer payload) {
    return send(Frame.ping(payload));
  }

  private Future<Void> send(Frame frame) {
    if (ended) {
      return Future.failedFuture("the WebSocket has ended");
    }
    wire.send(frame);
    if (wire.isWritable()) {
      return Future.succeededFuture();
    }
    if (room == null) {
      room = Promise.promise();
    }
    return room.future();
  }

  /**
   * Sends the close frame, once, and cuts the connection if it has not ended in time. What comes in
   * before the peer's close frame is told.
   *
   * @param within the time that the peer has; of two calls, the one that is over first counts
   */
  public void close(CloseReason reason, Duration within) {
    close(reason.code(), reason.text(), within);
  }

  private void close(int code, String reason, Duration within) {
    closesHere(within);
    wire.close(code, reason, within);
  }

  private void closesHere(Duration within) {
    closedHere |= peerClose == null && !ended;
    patience = within;
  }

  /** Ends the connection at once, without a close frame. */
  public void cancel() {
    closesHere(Duration.ZERO);
    wire.cut();
  }

  /** Reads nothing more, so that the peer has to wait. The end of the connection is not seen. */
  public void pause() {
    wire.holdReading(true);
  }

  public void resume() {
    wire.holdReading(false);
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (room != null) {
      room.tryFail("the WebSocket has ended");
    }
    Failed why = failure == null && peerClose == null ? withoutClose() : failure;
    By by = closedHere ? By.CLIENT : peerClose == null ? By.CUT : By.PEER;
    listener.ended(
        new ConnectionEnd(
            TimeOfDay.now(),
            Duration.ofNanos(System.nanoTime() - openedAt),
            by,
            peerClose == null ? 0 : peerClose.code(),
            peerClose == null ? "" : peerClose.reason()),
        why);
  }

  private Failed withoutClose() {
    return new Failed(
        Reason.CUT_WITHOUT_CLOSE,
        Phase.IDLE,
        closedHere && !patience.isZero()
            ? "the close frame was not answered within " + Durations.format(patience)
            : "");
  }

  private final class Frames implements FrameListener {
    @Override
    public void received(Frame frame) {
      tellOpened();
      Buffer whole = message.add(frame);
      int length = whole == null ? message.kept() : whole.length();
      if (length > messageSize.value()) {
        violated(messageSize.closeCode(), messageSize.exceededBy("message"));
      } else if (whole != null) {
        listener.message(frame.isText(), whole);
      }
      wire.keeps(message.kept());
    }

    @Override
    public void ping(Frame frame) {
      tellOpened();
      listener.ping(frame.payload());
    }

    @Override
    public void pong(Frame frame) {
      tellOpened();
      listener.pong(frame.payload());
    }

    @Override
    public void closed(int code, String reason) {
      tellOpened();
      peerClose = new PeerClose(code, Payloads.text(Buffer.buffer(reason)));
      listener.closing(code, reason);
    }

    @Override
    public void violated(int code, String rule) {
      tellOpened();
      Reason reason =
          code == CloseCode.MESSAGE_TOO_BIG ? Reason.REPLY_TOO_LARGE : Reason.PROTOCOL_ERROR;
      failure = new Failed(reason, Phase.IDLE, rule);
      message.clear();
      closesHere(END_TIMEOUT);
      wire.fail(code, rule, END_TIMEOUT);
    }

    @Override
    public void overdrawn() {
      String rule = "more is kept for the peer than there is memory for";
      failure = new Failed(Reason.LOCAL_ERROR, Phase.IDLE, rule);
      close(CloseCode.TRY_AGAIN_LATER, rule, END_TIMEOUT);
      message.clear();
      wire.keeps(0);
      wire.letGo();
    }

    @Override
    public void writable() {
      if (room != null) {
        Promise<Void> waiting = room;
        room = null;
        waiting.tryComplete();
      }
    }

    @Override
    public void failed(Throwable error) {
      if (failure == null && !closedHere && peerClose == null) {
        failure =
            new Failed(Reason.CUT_WITHOUT_CLOSE, Phase.IDLE, FailureClassifier.message(error));
      }
    }

    @Override
    public void ended() {
      end();
    }
  }
}
