package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.TrafficMetrics;
import io.wsgauge.wire.Frame;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The message that is coming in, and what was received in all. Not thread-safe. */
final class Incoming {
  private final Supplier<String> source;
  private final MessageLog log;
  private final MessageCounter traffic;

  /** The first bytes of the message; null when it is not going to be logged. */
  private @Nullable Buffer head;

  /**
   * @param source what the log calls the peer
   * @param all what is received on all connections
   */
  Incoming(Supplier<String> source, MessageLog log, TrafficMetrics all) {
    this.source = source;
    this.log = log;
    this.traffic = new MessageCounter(all);
  }

  /** Counts a data frame, and logs the message of which it is the last. */
  void add(Frame frame) {
    if (!frame.isContinuation()) {
      head = log.take() ? Buffer.buffer() : null;
    }
    traffic.add(frame);
    if (head != null) {
      frame.appendTo(head, log.maxLength() - head.length());
      if (frame.isFinal()) {
        log.log(source.get(), frame.isText(), head, traffic.size(), "");
        head = null;
      }
    }
  }

  /** All that was received. */
  MessageCounter traffic() {
    return traffic;
  }
}
