package io.wsgauge.client;

import io.wsgauge.status.State;
import java.util.Set;

/**
 * Chooses the changes of one target that a receiver is told of: those to a state that it wants to
 * know. A target that fails is still what it was before to a receiver that does not want to know of
 * failing, and its recovery no news. Not thread-safe.
 */
final class ToldState {
  private String before = State.UNKNOWN.label();

  /** Whether to tell of it; it counts as told. */
  boolean take(StateChange change, Set<State> wanted) {
    String to = change.to();
    boolean isWanted = wanted.stream().map(State::label).anyMatch(to::equals);
    if (to.equals(before) || (to.equals(State.FAILING.label()) && !isWanted)) {
      return false;
    }
    before = to;
    return isWanted;
  }
}
