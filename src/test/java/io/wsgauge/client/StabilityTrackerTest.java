package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StabilityTrackerTest {
  private final StabilityTracker stability = new StabilityTracker();
  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // it overflows

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private void pass(double seconds) {
    now += seconds(seconds).toNanos();
  }

  /** A connection is cut, and the next run succeeds. */
  private void cut(double age, double silence) {
    pass(age);
    stability.ended(now, seconds(age), seconds(silence), true);
    stability.run(now, false, false);
    stability.run(now, true, false);
  }

  private void runs(String runs) {
    runs.chars()
        .forEach(
            run -> {
              pass(10);
              stability.run(now, run == '+', run == 'd');
            });
  }

  @Test
  @DisplayName(
      "connections that are cut after the same silence make it unstable, with that silence")
  void silence() {
    cut(5.001, 4.998);
    cut(5.002, 5.001);
    cut(5.001, 4.997);
    assertNull(stability.reason());
    cut(5.003, 5.001);
    assertEquals("cut after 5.00 s of silence, 4 of 4 times", stability.reason());
    for (int i = 0; i < 20; i++) {
      cut(5.001, 5.0);
    }
    assertEquals("cut after 5.00 s of silence, 20 of 20 times", stability.reason());
  }

  @Test
  @DisplayName("connections that are cut at the same age are told by that age")
  void age() {
    for (int i = 0; i < 4; i++) {
      cut(60.02, 10 - i * 2);
    }
    assertEquals("cut at an age of 60.0 s, 4 of 4 times", stability.reason());
  }

  @Test
  @DisplayName("an age is none of silence where the connection had survived one like it")
  void ageInStep() {
    for (int i = 0; i < 4; i++) {
      cut(60, 10);
    }
    assertEquals("cut at an age of 60.0 s, 4 of 4 times", stability.reason());
  }

  @Test
  @DisplayName("connections that are cut at any time are told as such")
  void various() {
    cut(5, 1);
    cut(80, 2);
    cut(300, 5);
    cut(2, 0.1);
    assertEquals("cut at various times, 4 of 4 times", stability.reason());
  }

  @Test
  @DisplayName("ends that the target may have are counted and no cuts")
  void accepted() {
    for (int i = 0; i < 4; i++) {
      cut(5, 5);
      pass(1);
      stability.ended(now, seconds(30), seconds(1), false);
    }
    assertEquals("cut after 5.00 s of silence, 4 of 7 times", stability.reason());
  }

  @Test
  @DisplayName(
      "it is stable again when four cuts are more than an hour old, and no two have followed")
  void hysteresis() {
    for (int i = 0; i < 4; i++) {
      cut(5, 5);
    }
    runs("+".repeat(350));
    assertNotNull(stability.reason(), "within the hour");
    cut(5, 5);
    cut(200, 5);
    runs("+".repeat(100)); // of which none is a reason
    assertNotNull(stability.reason(), "two within half an hour");
    runs("+".repeat(80));
    assertNull(stability.reason());
    cut(5, 5);
    assertNull(stability.reason(), "it takes more to become so again");
  }

  @Test
  @DisplayName("four cuts in more than an hour are none that come again and again")
  void rare() {
    for (int i = 0; i < 10; i++) {
      cut(1900, 5);
      runs("+".repeat(20));
    }
    assertNull(stability.reason());
  }

  @Test
  @DisplayName("a share of runs that fail makes it unstable, though few in a row do")
  void share() {
    runs("+-++--+++-+");
    assertNull(stability.reason());
    runs("-");
    assertEquals("5 of the last 12 runs failed", stability.reason());
  }

  @Test
  @DisplayName("it is stable again when of the last runs at most one has failed")
  void shareEnds() {
    runs("-+-+-+-");
    runs("+".repeat(36));
    assertEquals("2 of the last 40 runs failed", stability.reason());
    runs("++");
    assertNull(stability.reason());
  }

  @Test
  @DisplayName("an outage is no instability, however many runs of it fail")
  void outage() {
    runs("+--------+++--------++");
    assertNull(stability.reason());
  }

  @Test
  @DisplayName("what was before a target was down counts no more")
  void down() {
    runs("-+-+-+-");
    assertNotNull(stability.reason());
    runs("d");
    assertNull(stability.reason());
    runs("+-+");
    assertNull(stability.reason());
  }
}
