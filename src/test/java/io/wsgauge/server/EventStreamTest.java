package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventStreamTest {
  @ParameterizedTest
  @CsvSource({"0, 15000", "1, 1", "10000, 5000", "30000, 15000", "60000, 15000"})
  @DisplayName("a stream has comments twice as often as its silence would end it, or each 15 s")
  void commentInterval(long idleMillis, long expected) {
    assertEquals(
        Duration.ofMillis(expected), EventStream.commentInterval(Duration.ofMillis(idleMillis)));
  }
}
