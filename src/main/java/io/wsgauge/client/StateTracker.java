package io.wsgauge.client;

import io.wsgauge.status.State;

/**
 * Whether a target works, by how many of its latest runs did: one failure makes it failing, so many
 * in a row down, and so many successes in a row up again. Not for several threads.
 */
final class StateTracker {
  private final int downAfter;
  private final int upAfter;
  private State state = State.UNKNOWN;
  private int failures;
  private int successes;

  StateTracker(int downAfter, int upAfter) {
    this.downAfter = downAfter;
    this.upAfter = upAfter;
  }

  State state() {
    return state;
  }

  int failuresInRow() {
    return failures;
  }

  void succeeded() {
    failures = 0;
    successes++;
    if (state == State.UNKNOWN || successes >= upAfter) {
      state = State.UP;
    }
  }

  void failed() {
    successes = 0;
    failures++;
    if (failures >= downAfter) {
      state = State.DOWN;
    } else if (state != State.DOWN) {
      state = State.FAILING;
    }
  }
}
