package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T22:59:01Z, 2026-11-22T22:59:01.000Z",
    "2026-11-22T22:59:00Z, 2026-11-22T22:59:00.000Z",
    "2026-11-22T22:59:01.100Z, 2026-11-22T22:59:01.100Z",
    "2026-11-22T22:59:01.099Z, 2026-11-22T22:59:01.099Z",
    "2026-11-22T22:59:02.009Z, 2026-11-22T22:59:02.009Z",
    "2026-11-22T22:59:01.999999999Z, 2026-11-22T22:59:01.999Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59.000Z"
  })
  @DisplayName("an instant has three digits of milliseconds, and what is shorter is cut off")
  void format(Instant instant, String expected) {
    assertEquals(expected, Instants.format(instant));
  }
}
