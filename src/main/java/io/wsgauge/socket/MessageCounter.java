package io.wsgauge.socket;

import io.wsgauge.telemetry.TrafficMetrics;
import io.wsgauge.wire.Frame;

/**
 * Messages and bytes of payload of one connection in one direction; control frames are none. Not
 * thread-safe.
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

  /** As {@code 2 messages, 10 bytes}. */
  @Override
  public String toString() {
    return messages + (messages == 1 ? " message, " : " messages, ") + bytes + " bytes";
  }
}
