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
   * @param payload bytes, not compressed
   */
  public void frame(int payload) {
    bytes.inc(payload);
  }

  /** The last frame of a message. */
  public void message(boolean isText) {
    (isText ? text : binary).inc();
  }
}
