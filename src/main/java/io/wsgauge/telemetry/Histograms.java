package io.wsgauge.telemetry;

import io.prometheus.metrics.core.metrics.Histogram;

/**
 * Makes histograms that are native, and classic as well where those are wanted.
 *
 * @param classic whether they are; without them, formats of text have sums and counts alone
 */
record Histograms(boolean classic) {
  /** The schema whose buckets are 9 percent wide, so that a quantile is right to a few percent. */
  private static final int SCHEMA = 3;

  /** Buckets of one histogram; of more, each two become one. */
  private static final int MAX_BUCKETS = 100;

  /**
   * A histogram to be named.
   *
   * @param upperBounds of the classic one; what is below the first is told apart by none
   */
  Histogram.Builder of(double... upperBounds) {
    Histogram.Builder builder = Histogram.builder();
    builder
        .nativeInitialSchema(SCHEMA)
        .nativeMaxNumberOfBuckets(MAX_BUCKETS)
        .nativeMinZeroThreshold(upperBounds[0])
        .nativeMaxZeroThreshold(upperBounds[0])
        .withoutExemplars();
    return classic ? builder.classicUpperBounds(upperBounds) : builder.nativeOnly();
  }
}
