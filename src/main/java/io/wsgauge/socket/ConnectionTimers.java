package io.wsgauge.socket;

import io.wsgauge.wire.FrameChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

/** What is to be done later on one connection, unless it ends before. Event loop only. */
final class ConnectionTimers {
  private final FrameChannel wire;

  /** The tasks that are due; of few connections are there any. */
  private Map<Runnable, Future<?>> pending = Map.of();

  ConnectionTimers(FrameChannel wire) {
    this.wire = wire;
  }

  /** Runs a task after the delay, never before. */
  void after(Duration delay, Runnable task) {
    Timer timer = new Timer(task);
    if (pending.isEmpty()) {
      pending = new HashMap<>();
    }
    pending.put(timer, wire.schedule(delay, timer));
  }

  /** Cancels all of them. */
  void end() {
    pending.values().forEach(due -> due.cancel(false));
    pending = Map.of();
  }

  private final class Timer implements Runnable {
    private final Runnable task;

    Timer(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      pending.remove(this);
      task.run();
    }
  }
}
