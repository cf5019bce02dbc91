package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of its event loop that a connection may take before it yields to the others: a few
 * milliseconds for all that yield at the time together, so that who has little to do waits that
 * long at most, or for one frame that takes longer. Event loop only.
 */
public final class Turn {
  private static final long ALL_NANOS = TimeUnit.MILLISECONDS.toNanos(8);
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SHORTEST_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** Frames, or KiB of them, after which it looks at the clock, which costs as much as a frame. */
  private static final int WORK_UNSEEN = 32;

  /** Those that yield, in the order in which they did, for each event loop. */
  private static final FastThreadLocal<Line> LINE =
      new FastThreadLocal<>() {
        @Override
        protected Line initialValue() {
          return new Line();
        }
      };

  /** When the loop began with what it found at its latest look; 0 between two looks. */
  private static final FastThreadLocal<long[]> LOOK =
      new FastThreadLocal<>() {
        @Override
        protected long[] initialValue() {
          return new long[1];
        }
      };

  private boolean begun;
  private long began;
  private long length;
  private int work;
  private @Nullable Runnable rest;

  /** Changes nothing where it has begun. */
  void begin() {
    if (!begun) {
      begun = true;
      began = System.nanoTime();
      length =
          Math.max(
              SHORTEST_NANOS, Math.min(LONGEST_NANOS, ALL_NANOS / (1 + LINE.get().waiting.size())));
      work = 0;
    }
  }

  void end() {
    begun = false;
  }

  /** A frame was sent, which takes about as long as to handle one. */
  void sent() {
    work++;
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
  public void yieldTo(EventExecutor loop, Runnable rest) {
    this.rest = rest;
    Line line = LINE.get();
    line.add(this, line.waiting, loop);
  }

  /** As {@link #yieldTo}, of who has had no turn before, and so waits only for others like it. */
  public void yieldToOthersNew(EventExecutor loop, Runnable first) {
    this.rest = first;
    Line line = LINE.get();
    line.add(this, line.arrived, loop);
  }

  /**
   * Whether what was found at the latest look at all connections takes long already, so that who
   * asks should yield. Calls in between two looks count as one.
   */
  public static boolean isLookLong(EventExecutor loop) {
    long[] began = LOOK.get();
    long now = System.nanoTime();
    if (began[0] == 0) {
      began[0] = now;
      Future<?> unused = afterIo(loop, () -> began[0] = 0);
    }
    return now - began[0] >= LONGEST_NANOS;
  }

  private void goOn() {
    Runnable action = rest;
    rest = null;
    if (action != null) {
      action.run();
    }
  }

  /** Runs no rest any more. */
  public void cancel() {
    if (rest != null) {
      rest = null;
      LINE.get().remove(this);
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

  /**
   * Those of an event loop that yield: between two looks at all its connections one of them goes
   * on, since it may have to read first, and does so at the next look; and of those that have come
   * new, as many as take {@link #LONGEST_NANOS}.
   */
  private static final class Line {
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private final Set<Turn> arrived = new LinkedHashSet<>();
    private boolean moving;

    void add(Turn last, Set<Turn> queue, EventExecutor loop) {
      queue.add(last);
      if (!moving) {
        moving = true;
        moveLater(loop);
      }
    }

    void remove(Turn turn) {
      waiting.remove(turn);
      arrived.remove(turn);
    }

    private void moveLater(EventExecutor loop) {
      Future<?> unused = afterIo(loop, () -> move(loop));
    }

    private void move(EventExecutor loop) {
      moving = !waiting.isEmpty() || !arrived.isEmpty();
      if (moving) {
        moveLater(loop);
        try {
          long end = System.nanoTime() + LONGEST_NANOS;
          do {
            goOn(arrived);
          } while (!arrived.isEmpty() && System.nanoTime() < end);
        } finally {
          goOn(waiting);
        }
      }
    }

    private static void goOn(Set<Turn> queue) {
      Iterator<Turn> first = queue.iterator();
      if (first.hasNext()) {
        Turn turn = first.next();
        first.remove();
        turn.goOn();
      }
    }
  }
}
