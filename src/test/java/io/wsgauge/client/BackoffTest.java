package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.client.ClientConfig.BackoffConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final BackoffConfig CONFIG =
      new BackoffConfig(Duration.ofSeconds(1), Duration.ofSeconds(5));

  /** Always as large as can be. */
  private static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  /** Always as small as can be. */
  private static final RandomGenerator SMALLEST = () -> 0;

  private static List<Long> waits(Backoff backoff, int count) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waits.add(backoff.nextMillis());
    }
    return waits;
  }

  @Test
  @DisplayName("the bound doubles with each failure, up to the largest")
  void doubles() {
    assertEquals(
        List.of(1000L, 2000L, 4000L, 5000L, 5000L), waits(new Backoff(CONFIG, LARGEST), 5));
  }

  @Test
  @DisplayName("the jitter is full: a wait can be as short as there is")
  void fullJitter() {
    assertEquals(List.of(1L, 1L, 1L), waits(new Backoff(CONFIG, SMALLEST), 3));
  }

  @Test
  @DisplayName("a success starts the row anew")
  void resets() {
    Backoff backoff = new Backoff(CONFIG, LARGEST);
    waits(backoff, 3);
    backoff.reset();
    assertEquals(List.of(1000L, 2000L), waits(backoff, 2));
  }
}
