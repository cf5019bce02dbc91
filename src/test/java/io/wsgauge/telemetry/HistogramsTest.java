package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistogramsTest {
  private static HistogramDataPointSnapshot observe(boolean classic, double... values) {
    Histogram histogram = new Histograms(classic).of(.001, 1, 1000).name("seconds").build();
    for (double value : values) {
      histogram.observe(value);
    }
    return histogram.collect().getDataPoints().get(0);
  }

  @Test
  @DisplayName("a histogram is native and classic, or native alone")
  void both() {
    assertTrue(observe(true, 2).hasClassicHistogramData());
    assertTrue(observe(true, 2).hasNativeHistogramData());
    assertFalse(observe(false, 2).hasClassicHistogramData());
    assertTrue(observe(false, 2).hasNativeHistogramData());
  }

  @Test
  @DisplayName(
      "a bucket is 9 percent wide, and what is below the first bound is told apart by none")
  void resolution() {
    HistogramDataPointSnapshot some = observe(true, .0001, .0009, 1.01, 1.02, 1.1);
    assertEquals(3, some.getNativeSchema());
    assertEquals(2, some.getNativeZeroCount());
    assertEquals(List.of(2L, 1L), counts(some.getNativeBucketsForPositiveValues()));
  }

  @Test
  @DisplayName("however far values lie apart, there are at most 100 buckets")
  void bounded() {
    double[] values = new double[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = .001 * Math.pow(1.003, i);
    }
    HistogramDataPointSnapshot many = observe(true, values);
    assertTrue(many.getNativeBucketsForPositiveValues().size() <= 100);
    assertEquals(values.length, many.getCount());
  }

  private static List<Long> counts(NativeHistogramBuckets buckets) {
    return buckets.stream().map(bucket -> bucket.getCount()).filter(count -> count > 0).toList();
  }
}
