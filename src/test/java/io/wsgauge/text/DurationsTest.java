package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({"0s, PT0S", "250ms, PT0.25S", "60s, PT1M", "5m, PT5M", "1h, PT1H", "2d, PT48H"})
  @DisplayName("a duration is a whole number and a unit")
  void parses(String text, Duration expected) {
    assertEquals(expected, Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "1 s", "1S", "1234567890s"})
  @DisplayName("anything else is none")
  void refuses(String text) {
    assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0.0 ms",
    "PT0.00042S, 0.4 ms",
    "PT0.25S, 250 ms",
    "PT1S, 1 s",
    "PT12.34S, 12.3 s",
    "PT1M, 60 s",
    "PT2M, 2 min",
    "PT4M5S, 4 min 5 s",
    "PT3H2M1S, 3 h 2 min"
  })
  @DisplayName("is shown as people say it")
  void formats(Duration duration, String expected) {
    assertEquals(expected, Durations.format(duration));
  }
}
