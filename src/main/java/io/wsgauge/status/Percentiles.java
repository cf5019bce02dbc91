package io.wsgauge.status;

import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long the runs of a target took within the last minute, five minutes and hour: the round trip,
 * or the whole run where nothing was asked. Any thread.
 */
final class Percentiles {
  private record Named(String name, SlidingWindow window) {}

  private final List<Named> windows;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Percentiles(LongSupplier nanoTime) {
    windows =
        List.of(
            new Named("1m", new SlidingWindow(Duration.ofMinutes(1), nanoTime)),
            new Named("5m", new SlidingWindow(Duration.ofMinutes(5), nanoTime)),
            new Named("1h", new SlidingWindow(Duration.ofHours(1), nanoTime)));
  }

  void record(ProbeResult result) {
    Duration value = result.roundTrip() != null ? result.roundTrip() : result.duration();
    for (Named named : windows) {
      if (result.succeeded()) {
        named.window.succeeded(value);
      } else {
        named.window.failed();
      }
    }
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    windows.forEach(named -> json.put(named.name, named.window.toJson()));
    return json;
  }
}
