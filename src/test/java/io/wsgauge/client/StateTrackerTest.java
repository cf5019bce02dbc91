package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.status.State;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
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
    StateTracker state = new StateTracker(downAfter, upAfter);
    assertEquals(State.UNKNOWN, state.state());
    String states =
        runs.chars()
            .mapToObj(
                run -> {
                  if (run == '+') {
                    state.succeeded();
                  } else {
                    state.failed();
                  }
                  return state.state().label();
                })
            .collect(Collectors.joining(" "));
    assertEquals(expected, states);
  }
}
