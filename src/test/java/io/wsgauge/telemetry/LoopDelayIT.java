package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoopDelayIT {
  private static final String DELAY = "wsgauge_event_loop_delay_seconds";
  private static final long TIMEOUT_NANOS = 10_000_000_000L;
  private static final long BUSY_NANOS = 450_000_000;

  @Test
  @DisplayName("a loop that is busy is late for each timer that was due meanwhile")
  void busy(Vertx vertx) {
    Metrics metrics = new Metrics(vertx, new TelemetryConfig(true, true), "test", List.of());
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        v -> {
          metrics.loopDelay().start(vertx);
          long end = System.nanoTime() + BUSY_NANOS;
          while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
          }
        });
    long end = System.nanoTime() + TIMEOUT_NANOS;
    Series series = Series.of(metrics);
    while (series.value(DELAY + "_count") < 4) {
      assertTrue(System.nanoTime() < end, "no delay was measured");
      series = Series.of(metrics);
    }
    // of the timers due after 100, 200 and 300 ms
    assertTrue(
        series.value(DELAY + "_count") - series.value(DELAY + "_bucket{le=\"0.1\"}") >= 3,
        series.toString());
  }
}
