package io.wsgauge.scenario;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.Behaviour;
import io.wsgauge.socket.Connection;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.Frame;
import io.wsgauge.wire.MessageAssembler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A scenario on one connection: gathers messages, and lets its actors act. */
final class ScenarioBehaviour implements Behaviour, ActionContext {
  /** What may wait for its time before the server stops reading. */
  private static final int MOST_WAITING_BYTES = 1 << 20;

  private static final int MOST_WAITING_TASKS = 1000;

  /** Bytes that a task takes beside its payload: timer, buffer and what refers to them. */
  private static final int TASK_SIZE = 1024;

  /** Something to do when it is due and all before it is done. */
  private static final class Task {
    private final int size;
    private final Runnable action;
    private boolean due;

    Task(int size, Runnable action) {
      this.size = size;
      this.action = action;
    }
  }

  private final List<Action> actors;
  private final Queue<Task> waiting = new ArrayDeque<>();
  private Connection connection;
  private int waitingBytes;
  private boolean crowded;

  /** Whether those that are due are being done. */
  private boolean running;

  private int holds;
  private long messages;
  private long openedAt;

  /** Frames of the message until now. */
  private int fragments;

  private boolean compressed;
  private final MessageAssembler assembler = new MessageAssembler();

  ScenarioBehaviour(List<Action> actors) {
    this.actors = List.copyOf(actors);
  }

  @Override
  public void opened(Connection opened) {
    connection = opened;
    openedAt = System.nanoTime();
    actors.forEach(actor -> actor.opened(this));
  }

  @Override
  public void received(Connection ignored, Frame frame) {
    if (!frame.isContinuation()) {
      fragments = 0;
      compressed = frame.isCompressed();
    }
    fragments++;
    Buffer payload = assembler.add(frame);
    if (payload != null) {
      Duration age = Duration.ofNanos(System.nanoTime() - openedAt);
      Message message =
          new Message(
              ++messages, frame.isText(), payload, fragments, compressed, TimeOfDay.now(), age);
      actors.forEach(actor -> actor.received(this, message));
    }
    count();
  }

  private void count() {
    connection.keeps(assembler.kept() + waitingBytes + (long) TASK_SIZE * waiting.size());
  }

  @Override
  public void writable(Connection ignored) {
    actors.forEach(actor -> actor.writable(this));
  }

  @Override
  public void ended() {
    waiting.clear();
    waitingBytes = 0;
    assembler.clear();
    count();
    actors.forEach(Action::ended);
    if (holds > 0) {
      holds = 0;
      connection.read(); // for the peer's close frame
    }
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void inOrder(Duration delay, int size, Runnable action) {
    if (waiting.isEmpty() && delay.isZero()) {
      action.run();
      return;
    }
    Task task = new Task(size, action);
    waiting.add(task);
    waitingBytes += size;
    updateCrowded();
    if (delay.isZero()) {
      task.due = true;
    } else {
      connection.after(
          delay,
          () -> {
            task.due = true;
            if (!running) {
              running = true;
              connection.inTurns(this::runNext);
            }
          });
    }
  }

  /** Many may be due at once. */
  private boolean runNext() {
    running = !waiting.isEmpty() && waiting.element().due;
    if (running) {
      Task task = waiting.remove();
      waitingBytes -= task.size;
      task.action.run(); // which may end the connection, and so clear what waits
      updateCrowded();
      count();
    }
    return running;
  }

  private void updateCrowded() {
    boolean now = waitingBytes > MOST_WAITING_BYTES || waiting.size() > MOST_WAITING_TASKS;
    if (now != crowded) {
      crowded = now;
      if (now) {
        hold();
      } else {
        release();
      }
    }
  }

  @Override
  public void hold() {
    if (holds++ == 0) {
      connection.stopReading();
    }
  }

  @Override
  public void release() {
    if (--holds == 0) {
      connection.read();
    }
  }
}
