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
  private long fragments;
  private long bytes;
  private long largest;

  /** Bytes of the message until now. */
  private long size;

  // of them, what is not among those of all connections
  private int newTexts;
  private int newBinaries;
  private long newBytes;

  /**
   * @param all of all connections
   */
  MessageCounter(TrafficMetrics all) {
    this.all = all;
  }

  /** Counts a data frame. */
  void add(Frame frame) {
    size = frame.isContinuation() ? size + frame.length() : frame.length();
    bytes += frame.length();
    if (frame.isContinuation() || !frame.isFinal()) {
      fragments++;
    }
    newBytes += frame.length();
    if (frame.isFinal()) {
      messages++;
      largest = Math.max(largest, size);
      if (frame.isText()) {
        newTexts++;
      } else {
        newBinaries++;
      }
    }
  }

  /** Counts what is new among those of all connections. */
  void publish() {
    all.add(newTexts, newBinaries, newBytes);
    newTexts = 0;
    newBinaries = 0;
    newBytes = 0;
  }

  /** Bytes of the latest message until now. */
  long size() {
    return size;
  }

  long messages() {
    return messages;
  }

  /** Frames that are not their whole message. */
  long fragments() {
    return fragments;
  }

  long bytes() {
    return bytes;
  }

  /** Bytes of the largest message that is whole. */
  long largest() {
    return largest;
  }

  /** The counts as {@code 2 messages, 10 bytes}. */
  @Override
  public String toString() {
    return Quantity.of(messages, "message") + ", " + Quantity.of(bytes, "byte");
  }
}
