package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of its event loop that a connection may take before it yields to the others: a few
 * milliseconds for all that yield at the time together, so that who has little to do waits that
 * long at most. Event loop only.
 */
public final class Turn {
  private static final long ALL_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** Frames, or KiB of them, after which it looks at the clock, which costs as much as a frame. */
  private static final int WORK_UNSEEN = 32;

  /** Connections that yield, one element for each event loop. */
  private static final FastThreadLocal<int[]> YIELDING =
      new FastThreadLocal<>() {
        @Override
        protected int[] initialValue() {
          return new int[1];
        }
      };

  private boolean begun;
  private long began;
  private long length;
  private int work;
  private @Nullable Future<?> next;

  /** Changes nothing where it has begun. */
  void begin() {
    if (!begun) {
      begun = true;
      began = System.nanoTime();
      length =
          Math.max(SHORTEST_NANOS, Math.min(LONGEST_NANOS, ALL_NANOS / (1 + YIELDING.get()[0])));
      work = 0;
    }
  }

  void end() {
    begun = false;
  }

  /**
   * Whether it has been long enough.
   *
   * @param bytes of the frame that was handled last
   */
  boolean isOver(int bytes) {
    work += 1 + (bytes >> 10);
    if (work < WORK_UNSEEN) {
      return false;
    }
    work = 0;
    return System.nanoTime() - began >= length;
  }

  /**
   * Lets the others of the loop go first, and runs the rest then, unless it is cancelled before.
   */
  void yieldTo(EventExecutor loop, Runnable rest) {
    int[] yielding = YIELDING.get();
    yielding[0]++;
    next =
        afterIo(
            loop,
            () -> {
              yielding[0]--;
              next = null;
              rest.run();
            });
  }

  /** Runs no rest any more. */
  void cancel() {
    if (next != null) {
      next.cancel(false);
      next = null;
      YIELDING.get()[0]--;
    }
  }

  /**
   * Runs a task when the event loop has looked at all its connections once more. A task that it is
   * simply handed can come before that: Netty runs tasks, and those that they hand in, for up to a
   * second.
   */
  public static Future<?> afterIo(EventExecutor loop, Runnable task) {
    return loop.schedule(task, 0, TimeUnit.NANOSECONDS);
  }
}
