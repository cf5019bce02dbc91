package io.wsgauge.socket;

/**
 * Messages and bytes of payload in one direction; control frames are none. Not for several threads.
 */
final class Traffic {
  private long messages;
  private long bytes;

  void add(int payload, boolean isFinal) {
    bytes += payload;
    if (isFinal) {
      messages++;
    }
  }

  /** As {@code 2 messages, 10 bytes}. */
  @Override
  public String toString() {
    return messages + (messages == 1 ? " message, " : " messages, ") + bytes + " bytes";
  }
}
