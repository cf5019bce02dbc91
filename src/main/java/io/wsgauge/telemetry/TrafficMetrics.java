package io.wsgauge.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;

/**
 * The data frames of all connections in one direction. Thread-safe; counting takes no lock and
 * allocates nothing.
 */
public final class TrafficMetrics {
  private final CounterDataPoint text;
  private final CounterDataPoint binary;
  private final CounterDataPoint bytes;

  TrafficMetrics(CounterDataPoint text, CounterDataPoint binary, CounterDataPoint bytes) {
    this.text = text;
    this.binary = binary;
    this.bytes = bytes;
  }

  /**
   * Counts what a connection has not told before: of many frames at once, since these counters are
   * shared by all threads.
   *
   * @param texts messages of text, whole ones
   * @param binaries other messages, whole ones
   * @param payload bytes, not compressed
   */
  public void add(long texts, long binaries, long payload) {
    if (texts > 0) {
      text.inc(texts);
    }
    if (binaries > 0) {
      binary.inc(binaries);
    }
    if (payload > 0) {
      bytes.inc(payload);
    }
  }
}
