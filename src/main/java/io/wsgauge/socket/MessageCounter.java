package io.wsgauge.socket;

import io.wsgauge.telemetry.TrafficMetrics;
import io.wsgauge.text.Quantity;
import io.wsgauge.wire.Frame;

/**
 * Messages and bytes of payload of one connection in one direction; control frames do not count.
 * Not thread-safe.
 */
final class MessageCounter {
  private final TrafficMetrics all;
  private long messages;
  private long bytes;

  /**
   * @param all of all connections
   */
  MessageCounter(TrafficMetrics all) {
    this.all = all;
  }

  /** Counts a data frame. */
  void add(Frame frame) {
    bytes += frame.length();
    all.frame(frame.length());
    if (frame.isFinal()) {
      messages++;
      all.message(frame.isText());
    }
  }

  /** The counts as {@code 2 messages, 10 bytes}. */
  @Override
  public String toString() {
    return Quantity.of(messages, "message") + ", " + Quantity.of(bytes, "byte");
  }
}
