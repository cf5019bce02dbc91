package io.wsgauge.telemetry;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Measures how late an event loop comes to what is due: timers that are due at a fixed rate. A loop
 * that was busy for a second, or had no CPU, comes too late to ten of them, and each is counted. So
 * that this is not taken for a slow network.
 */
public final class LoopDelay {
  private static final long INTERVAL_MILLIS = 100;
  private static final long INTERVAL_NANOS = INTERVAL_MILLIS * 1_000_000;

  private final Histogram delay;
  private final RecentMaximum longest = new RecentMaximum(System::nanoTime);

  LoopDelay(PrometheusRegistry registry, Histograms histograms) {
    delay =
        histograms
            .of(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
            .name("wsgauge_event_loop_delay_seconds")
            .help("How late the event loops came to a timer that is due ten times a second.")
            .unit(Unit.SECONDS)
            .register(registry);
  }

  /** The longest delay of all that were measured in the last 10 to 20 seconds. */
  public Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** Measures the event loop of the verticle that calls it, until that is undeployed. */
  public void start(Vertx vertx) {
    vertx.setPeriodic(INTERVAL_MILLIS, new Due());
  }

  /** The measurement of one event loop. */
  private final class Due implements Handler<Long> {
    private long next = System.nanoTime() + INTERVAL_NANOS;

    @Override
    public void handle(Long timer) {
      long late = Math.max(0, System.nanoTime() - next);
      delay.observe(Unit.nanosToSeconds(late));
      longest.add(late);
      next += INTERVAL_NANOS;
    }
  }
}
