package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.Behaviour;
import io.wsgauge.socket.Connection;
import io.wsgauge.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** A connection without a peer, on which time passes when {@link #pass} says so. */
final class FakeConnection implements Connection {
  private record Timer(Duration due, long number, Runnable task) {}

  private final Behaviour behaviour;
  private final Queue<Timer> timers =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::number));
  private final List<Frame> frames = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private long timersMade;
  private boolean reading = true;
  private int room;
  private long kept;
  private boolean ended;
  private int atOnce;
  private int mostAtOnce;
  private String recordedAs;

  private FakeConnection(Behaviour behaviour, int room) {
    this.behaviour = behaviour;
    this.room = room;
  }

  /** With all that a client may ask for, right after its handshake. */
  static FakeConnection opened(String query) {
    return opened(query, Integer.MAX_VALUE);
  }

  /**
   * @param room for so many frames
   */
  static FakeConnection opened(String query, int room) {
    return opened(Queries.terms(query).behaviour(), room);
  }

  static FakeConnection opened(Behaviour behaviour) {
    return opened(behaviour, Integer.MAX_VALUE);
  }

  private static FakeConnection opened(Behaviour behaviour, int room) {
    FakeConnection connection = new FakeConnection(behaviour, room);
    behaviour.opened(connection);
    return connection;
  }

  /** Lets all that is due meanwhile happen. */
  void pass(String duration) {
    Duration until = now.plus(Duration.parse("PT" + duration));
    while (!timers.isEmpty() && timers.element().due().compareTo(until) <= 0) {
      Timer timer = timers.remove();
      now = timer.due();
      timer.task().run();
    }
    now = until;
  }

  /** What was sent since it was last asked: {@code text hello}, a fragment {@code text+ hel}. */
  List<String> sent() {
    List<String> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  /** All frames, of all the time. */
  List<Frame> frames() {
    return frames;
  }

  boolean isReading() {
    return reading;
  }

  boolean hasTimers() {
    return !timers.isEmpty();
  }

  /** How many more frames the peer takes. */
  void room(int count) {
    room = count;
    if (count > 0) {
      behaviour.writable(this);
    }
  }

  void receiveText(String message) {
    receive(Frame.text(message));
  }

  void receive(Frame frame) {
    if (!ended) {
      behaviour.received(this, frame);
    }
  }

  private static String type(Frame frame) {
    if (frame.isContinuation()) {
      return "continuation";
    }
    return frame.isText() ? "text" : frame.isBinary() ? "binary" : "ping";
  }

  private void add(String line) {
    sent.add(line.strip());
  }

  private void end(String how) {
    if (!ended) {
      add(how);
      ended = true;
      timers.clear();
      behaviour.ended();
    }
  }

  @Override
  public long id() {
    return 7;
  }

  @Override
  public String subprotocol() {
    return "chat";
  }

  @Override
  public String extensions() {
    return "permessage-deflate";
  }

  @Override
  public void recordAs(String id) {
    recordedAs = id;
  }

  /** By what it wants to be found; null for nothing. */
  String recordedAs() {
    return recordedAs;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void send(Frame frame) {
    if (!ended) {
      frames.add(frame);
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      room--;
      add(type(frame) + (frame.isFinal() ? " " : "+ ") + frame.payload());
    }
  }

  @Override
  public void sendRaw(Buffer bytes) {
    if (!ended) {
      add("raw " + HexFormat.of().formatHex(bytes.getBytes()));
    }
  }

  @Override
  public boolean isWritable() {
    return room > 0;
  }

  @Override
  public void close(int code, String reason) {
    end("close " + code + " " + reason);
  }

  @Override
  public void drop(boolean reset) {
    end(reset ? "rst" : "fin");
  }

  @Override
  public void keeps(long bytes) {
    kept = bytes;
  }

  /** What the behaviour says that it keeps. */
  long kept() {
    return kept;
  }

  @Override
  public void stopReading() {
    reading = false;
  }

  @Override
  public void read() {
    reading = true;
  }

  @Override
  public void inTurns(BooleanSupplier step) {
    do { // alone, so that its turn comes at once
      atOnce = 0;
    } while (!ended && step.getAsBoolean());
    atOnce = 0;
  }

  /** The most frames that were sent before others could have had their turn. */
  int mostAtOnce() {
    return mostAtOnce;
  }

  @Override
  public void after(Duration delay, Runnable task) {
    if (!ended) {
      timers.add(new Timer(now.plus(delay), timersMade++, task));
    }
  }
}
