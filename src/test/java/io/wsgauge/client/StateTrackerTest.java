package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.status.State;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateTrackerTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, +, up",
    "1, 1, -, down",
    "1, 1, -+-, down up down",
    "3, 1, ---+, failing failing down up",
    "3, 1, +--+--, up failing failing up failing failing",
    "2, 2, ++, up up",
    "2, 2, +-+-, up failing failing failing",
    "2, 2, +-++, up failing failing up",
    "2, 3, --++-+++, failing down down down down down down up",
    "1000, 1, --, failing failing",
  })
  @DisplayName("goes down after so many failures in a row, and up after so many successes")
  void states(int downAfter, int upAfter, String runs, String expected) {
    StateTracker state = new StateTracker(downAfter, upAfter, Duration.ZERO);
    assertEquals(State.UNKNOWN, state.state());
    String states =
        runs.chars()
            .mapToObj(
                run -> {
                  if (run == '+') {
                    state.succeeded(true);
                  } else {
                    state.failed(0);
                  }
                  return state.state().label();
                })
            .collect(Collectors.joining(" "));
    assertEquals(expected, states);
  }

  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }

  @Test
  @DisplayName("is not down before so many runs in its interval could have failed")
  void fastFailures() {
    StateTracker state = new StateTracker(3, 1, Duration.ofSeconds(5));
    for (int second = 0; second < 10; second++) {
      state.failed(seconds(second));
      assertEquals(State.FAILING, state.state());
    }
    state.failed(seconds(10));
    assertEquals(State.DOWN, state.state());
  }

  @Test
  @DisplayName("goes down where connections are lost as fast as they are made")
  void unsteady() {
    StateTracker state = new StateTracker(3, 1, Duration.ofSeconds(5));
    for (int second = 0; second <= 10; second += 5) {
      state.succeeded(false);
      assertEquals(second == 0 ? State.UP : State.FAILING, state.state());
      state.lost(false);
      state.failed(seconds(second));
    }
    assertEquals(State.DOWN, state.state());
    state.succeeded(false);
    assertEquals(State.DOWN, state.state());
    state.succeeded(true);
    assertEquals(State.UP, state.state());
  }

  @Test
  @DisplayName("is up again with the first success after the end of a connection that had held")
  void steady() {
    StateTracker state = new StateTracker(3, 1, Duration.ofSeconds(5));
    state.succeeded(false);
    state.lost(true);
    state.failed(seconds(60));
    assertEquals(State.FAILING, state.state());
    state.succeeded(false);
    assertEquals(State.UP, state.state());
  }
}
