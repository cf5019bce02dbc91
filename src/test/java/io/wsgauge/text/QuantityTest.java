package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({"0, 0 WebSockets", "1, 1 WebSocket", "2, 2 WebSockets", "21, 21 WebSockets"})
  @DisplayName("one alone is singular")
  void number(long count, String expected) {
    assertEquals(expected, Quantity.of(count, "WebSocket"));
  }
}
