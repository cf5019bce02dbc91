package io.wsgauge.check.measurement;

import java.util.List;

/**
 * The step {@code round-trip}.
 *
 * @param seconds of messages one by one
 * @param openingSeconds answers to the upgrades until then, for comparison
 */
public record RoundTrips(List<Double> seconds, List<Double> openingSeconds) {
  public double min() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  public double max() {
    return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
