package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Ending.By;
import io.wsgauge.check.measurement.Ending.How;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.CloseCode;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.FrameChannel;
import io.wsgauge.wire.FrameChannel.Timeouts;
import io.wsgauge.wire.FrameListener;
import io.wsgauge.wire.Limits;
import io.wsgauge.wire.MessageAssembler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket of a check, of which all that comes is noted with its time. Event loop only.
 */
final class CheckSocket implements FrameListener {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** Bytes, and messages, that wait to be taken before reading pauses. */
  private static final long MOST_UNREAD = 8 << 20;

  private static final int MOST_UNREAD_MESSAGES = 10_000;

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, CLOSE_TIMEOUT);

  /**
   * A message that came.
   *
   * @param frames in which it came
   */
  record Message(boolean text, Buffer payload, double at, int frames) {}

  private record Waiter(Promise<@Nullable Message> promise, long timer) {}

  private final Vertx vertx;
  private final CheckClock clock;
  private final Attempt attempt;
  private final double openedAt;
  private final FrameChannel channel;
  private final MessageAssembler assembler = new MessageAssembler();
  private final Queue<Message> unread = new ArrayDeque<>();
  private final Promise<Ending> ended = Promise.promise();

  /** Who waits for a message; null while nobody does. */
  private @Nullable Waiter waiter;

  /** Takes each message at once in place of the queue; null without one. */
  private @Nullable Consumer<Message> consumer;

  private long unreadBytes;
  private int frames;
  private long messagesReceived;
  private long framesReceived;
  private long bytesReceived;
  private long messagesSent;
  private long bytesSent;
  private int pings;
  private int pongs;
  private double lastDataAt;

  /** The peer's close frame, or what broke the connection; null before. */
  private @Nullable Ending end;

  private String violation = "";
  private boolean endsHere;
  private boolean dropped;
  private boolean endExpected;
  private boolean reset;

  CheckSocket(Vertx vertx, CheckClock clock, Attempt attempt, Limits limits, BufferBudget budget) {
    this.vertx = vertx;
    this.clock = clock;
    this.attempt = attempt;
    this.openedAt = clock.now();
    this.lastDataAt = openedAt;
    this.channel = new FrameChannel(false, limits, TIMEOUTS, budget, this);
  }

  FrameChannel channel() {
    return channel;
  }

  /** The handshake that has opened it. */
  Attempt attempt() {
    return attempt;
  }

  double openedAt() {
    return openedAt;
  }

  /** When data or, before any, the opening was last received or sent. */
  double lastDataAt() {
    return lastDataAt;
  }

  long messages() {
    return messagesReceived + messagesSent;
  }

  long messagesReceived() {
    return messagesReceived;
  }

  long framesReceived() {
    return framesReceived;
  }

  /** Bytes of payloads, both ways. */
  long bytes() {
    return bytesReceived + bytesSent;
  }

  /** Bytes of payloads that came. */
  long bytesReceived() {
    return bytesReceived;
  }

  int pingsReceived() {
    return pings;
  }

  int pongsReceived() {
    return pongs;
  }

  /** The rule of RFC 6455 that the peer broke; empty where it broke none. */
  String violation() {
    return violation;
  }

  /** Whether no frame has come. */
  boolean isUnheard() {
    return framesReceived == 0 && pings == 0 && pongs == 0 && end == null;
  }

  /** Says that the peer was asked to end it. */
  void expectEnd() {
    endExpected = true;
  }

  /** Whether its end is of this end's making, or was asked for. */
  boolean isEndExpected() {
    return endExpected || endsHere;
  }

  boolean isOpen() {
    return !ended.future().isComplete();
  }

  /** The peer's close frame, whether TCP has ended or not; null before it has come. */
  @Nullable Ending closeReceived() {
    return end;
  }

  /** Completes when the connection has ended, whoever ended it. */
  Future<Ending> ending() {
    return ended.future();
  }

  void send(String text) {
    send(true, Buffer.buffer(text));
  }

  void send(boolean text, Buffer payload) {
    sendFragments(text, payload, Integer.MAX_VALUE);
  }

  /** Sends one message in frames of that size. */
  void sendFragments(boolean text, Buffer payload, int size) {
    if (!isOpen() || endsHere) {
      return;
    }
    int to;
    for (int from = 0; from == 0 || from < payload.length(); from = to) {
      to = size < payload.length() - from ? from + size : payload.length();
      Buffer part = payload.slice(from, to);
      boolean last = to == payload.length();
      if (from == 0) {
        sendFrame(text ? Frame.text(part, last) : Frame.binary(part, last));
      } else {
        sendFrame(Frame.continuation(text, part, last));
      }
    }
    messagesSent++;
  }

  private void sendFrame(Frame frame) {
    bytesSent += frame.length();
    lastDataAt = clock.now();
    channel.send(frame);
  }

  void ping(Buffer payload) {
    if (isOpen() && !endsHere) {
      channel.send(Frame.ping(payload));
    }
  }

  /** An unsolicited pong (RFC 6455, section 5.5.3), which no server answers. */
  void pong(Buffer payload) {
    if (isOpen() && !endsHere) {
      channel.send(Frame.pong(payload));
    }
  }

  /** Called at each message from now on, in place of {@link #next}. */
  void onMessage(Consumer<Message> handler) {
    consumer = handler;
    while (!unread.isEmpty()) {
      handler.accept(take());
    }
  }

  /**
   * The next message that nobody has taken. One wait at a time.
   *
   * @return null when none came in time, or the connection has ended before
   */
  Future<@Nullable Message> next(Duration timeout) {
    Promise<@Nullable Message> promise = Promise.promise();
    if (!unread.isEmpty()) {
      promise.complete(take());
    } else if (!isOpen()) {
      promise.complete(null);
    } else {
      waiter =
          new Waiter(
              promise, vertx.setTimer(Math.max(1, timeout.toMillis()), fired -> answer(null)));
    }
    return promise.future();
  }

  private void answer(@Nullable Message message) {
    Waiter waiting = waiter;
    waiter = null;
    if (waiting != null) {
      vertx.cancelTimer(waiting.timer);
      waiting.promise.complete(message);
    }
  }

  /**
   * Closes with a handshake.
   *
   * @return when the connection has ended
   */
  Future<Ending> close() {
    return close(CloseCode.NORMAL_CLOSURE, "");
  }

  Future<Ending> close(int code, String reason) {
    if (isOpen()) {
      endsHere = true;
      channel.close(code, reason, CLOSE_TIMEOUT);
    }
    return ended.future();
  }

  /** Ends TCP without a close frame. */
  Future<Ending> drop(boolean byReset) {
    if (isOpen() && !dropped) {
      endsHere = true;
      dropped = true; // a channel that is closed takes no option any more
      channel.drop(byReset, CLOSE_TIMEOUT);
    }
    return ended.future();
  }

  @Override
  public void received(Frame frame) {
    framesReceived++;
    bytesReceived += frame.length();
    lastDataAt = clock.now();
    frames++;
    Buffer payload = assembler.add(frame);
    channel.keeps(assembler.kept());
    if (payload == null) {
      return;
    }
    messagesReceived++;
    Message message = new Message(frame.isText(), payload, lastDataAt, frames);
    frames = 0;
    if (consumer != null) {
      consumer.accept(message);
    } else if (waiter != null) {
      answer(message);
    } else {
      unread.add(message);
      unreadBytes += payload.length();
      channel.holdReading(unreadBytes > MOST_UNREAD || unread.size() > MOST_UNREAD_MESSAGES);
    }
    channel.keeps(assembler.kept() + unreadBytes);
  }

  private Message take() {
    Message message = unread.remove();
    unreadBytes -= message.payload.length();
    channel.holdReading(false);
    return message;
  }

  @Override
  public void ping(Frame frame) {
    pings++;
  }

  @Override
  public void pong(Frame frame) {
    pongs++;
  }

  @Override
  public void closed(int code, String reason) {
    end = new Ending(clock.now(), endsHere ? By.SELF : By.PEER, code, reason, How.FIN);
  }

  @Override
  public void violated(int code, String rule) {
    violation = rule;
    endsHere = true;
    channel.fail(code, rule, CLOSE_TIMEOUT);
  }

  @Override
  public void failed(Throwable error) {
    reset = true;
  }

  @Override
  public void ended() {
    Ending seen = end;
    double at = seen == null ? clock.now() : seen.at();
    How how = reset ? How.RESET : How.FIN;
    By by = seen == null ? (endsHere ? By.SELF : By.CUT) : seen.by();
    Ending whole =
        new Ending(at, by, seen == null ? 0 : seen.code(), seen == null ? "" : seen.reason(), how);
    assembler.clear();
    ended.tryComplete(whole);
    answer(null);
  }

  @Override
  public void overdrawn() {
    endsHere = true; // for want of this end's memory, which is no fault of the path
    channel.letGo();
    channel.cut();
  }
}
