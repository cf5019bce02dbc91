package io.wsgauge.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
  /** Where a clock begins is nobody's business. */
  private final AtomicLong clock = new AtomicLong(-5_000_000_000L);

  private final SlidingWindow window = new SlidingWindow(Duration.ofMinutes(1), clock::get);

  private void passSeconds(double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
  }

  private void succeed(int times, long millis) {
    for (int i = 0; i < times; i++) {
      window.succeeded(Duration.ofMillis(millis));
    }
  }

  private JsonObject json() {
    return ResultJson.object(json -> StatusJson.fields(json, window.statistics())).toJsonObject();
  }

  private double covers() {
    return json().getDouble("covers");
  }

  private long count() {
    return json().getLong("count");
  }

  @Test
  @DisplayName("nothing recorded is a count of zero, with no percentiles")
  void empty() {
    assertEquals(new JsonObject().put("covers", 0.0).put("count", 0L).put("failures", 0L), json());
  }

  @Test
  @DisplayName("it covers the time since it began, as long as that is less than its length")
  void coversAfterStart() {
    passSeconds(3.25);
    assertEquals(3.25, covers());
    passSeconds(56.5);
    assertEquals(59.75, covers());
  }

  @Test
  @DisplayName("later it covers the slot that runs and the five before")
  void coversLater() {
    passSeconds(60);
    assertEquals(50, covers());
    passSeconds(9.5);
    assertEquals(59.5, covers());
    passSeconds(1000);
    assertEquals(59.5, covers());
  }

  @Test
  @DisplayName("what is older than it covers is not counted")
  void slides() {
    succeed(3, 1);
    passSeconds(10);
    succeed(4, 1);
    passSeconds(49.9);
    assertEquals(7, count());
    passSeconds(0.1);
    assertEquals(4, count());
    passSeconds(10);
    assertEquals(0, count());
  }

  @Test
  @DisplayName("a slot whose time comes again begins at nothing")
  void reuse() {
    succeed(3, 500);
    window.failed();
    passSeconds(60);
    succeed(2, 1);
    JsonObject json = json();
    assertEquals(2, json.getLong("count"));
    assertEquals(0, json.getLong("failures"));
    assertEquals(0.001, json.getDouble("max"), 0.00001);
  }

  @Test
  @DisplayName("after a long silence nothing of before is left")
  void silence() {
    succeed(3, 1);
    passSeconds(3600);
    assertEquals(0, count());
  }

  @Test
  @DisplayName("percentiles are right to one percent")
  void percentiles() {
    for (int millis = 1; millis <= 1000; millis++) {
      succeed(1, millis);
    }
    JsonObject json = json();
    assertEquals(0.5, json.getDouble("p50"), 0.005);
    assertEquals(0.9, json.getDouble("p90"), 0.009);
    assertEquals(0.99, json.getDouble("p99"), 0.0099);
    assertEquals(1, json.getDouble("max"), 0.01);
  }

  @Test
  @DisplayName("failures are counted, and are no part of the percentiles")
  void failures() {
    succeed(1, 10);
    window.failed();
    passSeconds(10);
    window.failed();
    JsonObject json = json();
    assertEquals(3, json.getLong("count"));
    assertEquals(2, json.getLong("failures"));
    assertEquals(0.01, json.getDouble("p50"), 0.0001);
  }

  @Test
  @DisplayName("failures alone have no percentiles")
  void failuresAlone() {
    window.failed();
    assertFalse(json().containsKey("max"));
  }

  @Test
  @DisplayName("what took longer than an hour is taken for an hour")
  void longerThanAnHour() {
    window.succeeded(Duration.ofDays(2));
    assertEquals(3600, json().getDouble("max"), 36);
  }
}
