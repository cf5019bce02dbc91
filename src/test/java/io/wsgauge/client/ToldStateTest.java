package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.status.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ToldStateTest {
  private static StateChange to(String state) {
    return new StateChange(
        "a", "ws://a/", Map.of(), "any", state, Instant.EPOCH, null, null, 0, null);
  }

  private static List<String> told(Set<State> wanted, String... states) {
    ToldState told = new ToldState();
    return Stream.of(states).filter(state -> told.take(to(state), wanted)).toList();
  }

  @Test
  @DisplayName("each change is told of where all states are wanted")
  void all() {
    assertEquals(
        List.of("up", "failing", "up", "failing", "down", "up"),
        told(
            Set.of(State.UP, State.FAILING, State.DOWN),
            "up",
            "failing",
            "up",
            "failing",
            "down",
            "up"));
  }

  @Test
  @DisplayName("a target that fails and recovers is not told of where failing is not wanted")
  void withoutFailing() {
    assertEquals(
        List.of("up", "down", "up"),
        told(
            Set.of(State.UP, State.DOWN),
            "up",
            "failing",
            "up",
            "failing",
            "down",
            "up",
            "failing",
            "up"));
  }

  @Test
  @DisplayName("where only down is wanted, each time is told of after the first as well")
  void downAlone() {
    assertEquals(
        List.of("down", "down"),
        told(Set.of(State.DOWN), "up", "failing", "down", "up", "failing", "down"));
  }
}
