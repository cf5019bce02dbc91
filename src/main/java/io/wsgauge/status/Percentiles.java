package io.wsgauge.status;

import io.wsgauge.probe.ProbeResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Durations of a target's runs within the last minute, five minutes and hour: of the round trip, or
 * of the whole run where nothing was asked. Thread-safe.
 */
final class Percentiles {
  /** The windows by their names, the shortest first. */
  private final Map<String, SlidingWindow> windows = new LinkedHashMap<>();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Percentiles(LongSupplier nanoTime) {
    windows.put("1m", new SlidingWindow(Duration.ofMinutes(1), nanoTime));
    windows.put("5m", new SlidingWindow(Duration.ofMinutes(5), nanoTime));
    windows.put("1h", new SlidingWindow(Duration.ofHours(1), nanoTime));
  }

  void record(ProbeResult result) {
    Duration value = result.roundTrip() != null ? result.roundTrip() : result.duration();
    for (SlidingWindow window : windows.values()) {
      if (result.succeeded()) {
        window.succeeded(value);
      } else {
        window.failed();
      }
    }
  }

  /** Statistics of each window by its name, the shortest first. */
  Map<String, WindowStatistics> statistics() {
    Map<String, WindowStatistics> statistics = new LinkedHashMap<>();
    windows.forEach((name, window) -> statistics.put(name, window.statistics()));
    return statistics;
  }
}
