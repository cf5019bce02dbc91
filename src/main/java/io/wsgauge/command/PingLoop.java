package io.wsgauge.command;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Probe;
import io.wsgauge.probe.ProbeFactory;
import io.wsgauge.probe.ProbeListener;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one target on a fixed schedule, one run at a time: a run that lasts longer than the interval
 * leaves out those that were due meanwhile. Runs on an event loop; its events are taken by another
 * thread, for which it waits rather than keep more than {@link #MAX_EVENTS}.
 */
final class PingLoop implements ProbeListener {
  private static final int MAX_EVENTS = 1000;

  /** Time until it is seen whether those who print have caught up. */
  private static final long BEHIND_MILLIS = 10;

  /** Time that a peer has to answer the close of the last connection, with some to spare. */
  private static final long LAST_CLOSE_MILLIS = 1500;

  private final BlockingQueue<PingEvent> events = new LinkedBlockingQueue<>();
  private final Vertx vertx;
  private final Context context;
  private final Probe probe;
  private final boolean keeps;
  private final long intervalNanos;
  private final @Nullable Long count;
  private long begunAt;
  private long slot;
  private long sequence;

  /** Whether a kept connection is open. */
  private boolean connected;

  private boolean stopped;

  /**
   * @param count of runs after which it stops; null for no such number
   */
  PingLoop(
      Vertx vertx, Target target, Duration interval, @Nullable Long count, ProbeSettings settings) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.probe =
        new ProbeFactory(context, ProbeFactory.client(vertx), settings).repeated(target, this);
    this.keeps = target.config().connection() == ConnectionMode.KEEP;
    this.intervalNanos = interval.toNanos();
    this.count = count;
  }

  /**
   * Begins with the first run. Thread-safe.
   *
   * @param deadline after which it stops; null without one
   */
  void start(@Nullable Duration deadline) {
    context.runOnContext(
        v -> {
          begunAt = System.nanoTime();
          if (deadline != null) {
            vertx.setTimer(Math.max(1, deadline.toMillis()), fired -> stopNow());
          }
          run();
        });
  }

  /** Gives up the run under way, and closes the connection. Thread-safe. */
  void stop() {
    try {
      context.runOnContext(v -> stopNow());
    } catch (RejectedExecutionException e) {
      // the event loop has ended, and the loop with it
    }
  }

  /** The next event, which is waited for. Any thread, one at a time. */
  PingEvent next() throws InterruptedException {
    return events.take();
  }

  @Override
  public void ended(ConnectionEnd end) {
    connected = false;
    events.add(new PingEvent.Ended(end));
    if (stopped) {
      events.add(new PingEvent.Stopped());
    }
  }

  @Override
  public void lost(Failed why) {
    events.add(new PingEvent.Lost(why));
  }

  private void run() {
    if (stopped) {
      return;
    }
    if (events.size() > MAX_EVENTS) {
      vertx.setTimer(BEHIND_MILLIS, fired -> run());
      return;
    }
    Future.succeededFuture()
        .compose(v -> probe.run(++sequence))
        .onSuccess(this::ended)
        .onFailure(this::broken);
  }

  private void ended(ProbeResult result) {
    connected = result.succeeded() && keeps;
    events.add(new PingEvent.Run(result));
    armNext();
  }

  private void broken(Throwable error) {
    if (!stopped) { // else it was given up
      probe.cancel();
      events.add(new PingEvent.Broken(error));
      armNext();
    }
  }

  private void armNext() {
    if (count != null && sequence >= count) {
      stopNow();
    } else if (!stopped) {
      arm();
    }
  }

  /** The next slot that is not past; one that is due within a timer's resolution is due now. */
  private void arm() {
    long since = System.nanoTime() - begunAt;
    slot = intervalNanos == 0 ? slot + 1 : Math.max(slot + 1, since / intervalNanos);
    long millis = (slot * intervalNanos - since) / 1_000_000;
    if (millis < 1) {
      context.runOnContext(v -> run());
    } else {
      vertx.setTimer(millis, fired -> run());
    }
  }

  private void stopNow() {
    if (stopped) {
      return;
    }
    stopped = true;
    probe.cancel();
    if (connected) {
      vertx.setTimer(LAST_CLOSE_MILLIS, fired -> events.add(new PingEvent.Stopped()));
    } else {
      events.add(new PingEvent.Stopped());
    }
  }
}
