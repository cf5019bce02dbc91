package io.wsgauge.client;

import io.wsgauge.status.State;
import java.time.Duration;

/**
 * Whether a target works, by how many of its latest runs did: one failure makes it failing, so many
 * in a row down, and so many successes in a row up again. However fast failures follow each other,
 * a row of them that makes it down takes as long as runs in its interval would. Not thread-safe.
 */
final class StateTracker {
  private final int downAfter;
  private final int upAfter;
  private final long shortestRowNanos;
  private State state = State.UNKNOWN;
  private int failures;
  private int successes;
  private long firstFailureAt;

  /** Whether the latest connection was lost before it had held for an interval. */
  private boolean unsteady;

  /**
   * @param interval from the start of a run to that of the next
   */
  StateTracker(int downAfter, int upAfter, Duration interval) {
    this.downAfter = downAfter;
    this.upAfter = upAfter;
    this.shortestRowNanos = interval.multipliedBy(downAfter - 1).toNanos();
  }

  State state() {
    return state;
  }

  int failuresInRow() {
    return failures;
  }

  /**
   * A run has succeeded, which does not end a row of failures where connections are lost as fast as
   * they are made.
   *
   * @param held whether connections have held for an interval, none having been lost in it
   */
  void succeeded(boolean held) {
    unsteady &= !held;
    if (unsteady) {
      return;
    }
    failures = 0;
    successes++;
    if (state == State.UNKNOWN || successes >= upAfter) {
      state = State.UP;
    }
  }

  /**
   * @param at when the run began, or the connection was lost, in {@link System#nanoTime}
   */
  void failed(long at) {
    successes = 0;
    if (failures++ == 0) {
      firstFailureAt = at;
    }
    if (failures >= downAfter && at - firstFailureAt >= shortestRowNanos) {
      state = State.DOWN;
    } else if (state != State.DOWN) {
      state = State.FAILING;
    }
  }

  /**
   * A connection was lost, which is a failure as well.
   *
   * @param held whether it had held for an interval
   */
  void lost(boolean held) {
    unsteady = !held;
  }
}
