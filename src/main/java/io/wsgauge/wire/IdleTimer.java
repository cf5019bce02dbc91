package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports when nothing has happened for a while. It does not begin to wait anew with each event,
 * but looks, when the time may have passed, how long ago the latest was. Event loop only.
 */
abstract class IdleTimer implements Runnable {
  final EventExecutor executor;

  private final long timeout;

  /** The time of the latest event, in {@link System#nanoTime}. */
  private long latest = System.nanoTime();

  /** The next look; null where there is no timeout. */
  private @Nullable Future<?> check;

  /**
   * @param timeout zero never reports
   */
  IdleTimer(EventExecutor executor, Duration timeout) {
    this.executor = executor;
    this.timeout = timeout.toNanos();
    if (this.timeout > 0) {
      checkAfter(this.timeout);
    }
  }

  /** Called each time that the timeout has passed. */
  abstract void onIdle();

  /**
   * Something happens.
   *
   * @param now in {@link System#nanoTime}
   */
  final void interrupt(long now) {
    latest = now;
  }

  /** Reports nothing any more. */
  void end() {
    if (check != null) {
      check.cancel(false);
    }
  }

  private void checkAfter(long nanos) {
    check = executor.schedule(this, nanos, TimeUnit.NANOSECONDS);
  }

  /** Looks how long ago the latest event was. */
  @Override
  public final void run() {
    long left = timeout - (System.nanoTime() - latest);
    checkAfter(left > 0 ? left : timeout);
    if (left <= 0) {
      onIdle();
    }
  }
}
