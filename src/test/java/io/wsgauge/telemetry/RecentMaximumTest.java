package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecentMaximumTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  @DisplayName("the largest value is kept for 10 to 20 seconds")
  void kept() {
    AtomicLong now = new AtomicLong(5);
    RecentMaximum maximum = new RecentMaximum(now::get);
    assertEquals(0, maximum.get());
    now.addAndGet(9 * SECOND);
    maximum.add(7);
    maximum.add(3);
    now.addAndGet(10 * SECOND);
    assertEquals(7, maximum.get());
    now.addAndGet(SECOND);
    assertEquals(0, maximum.get());
  }

  @Test
  @DisplayName("after a long silence nothing is left")
  void silence() {
    AtomicLong now = new AtomicLong();
    RecentMaximum maximum = new RecentMaximum(now::get);
    maximum.add(7);
    now.addAndGet(100 * SECOND);
    assertEquals(0, maximum.get());
  }
}
