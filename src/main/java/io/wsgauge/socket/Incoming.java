package io.wsgauge.socket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.TrafficMetrics;

/** The message that is coming in, and what was received in all. Not for several threads. */
final class Incoming {
  private final String source;
  private final MessageLog log;
  private final Traffic traffic;
  private long size;

  /** The first bytes of the message; null when it is not going to be logged. */
  private Buffer head;

  /**
   * @param source what the log calls the peer
   * @param all what is received on all connections
   */
  Incoming(String source, MessageLog log, TrafficMetrics all) {
    this.source = source;
    this.log = log;
    this.traffic = new Traffic(all);
  }

  /** Counts a data frame, and logs the message of which it is the last. */
  void add(WebSocketFrame frame) {
    if (!frame.isContinuation()) {
      size = 0;
      head = log.take() ? Buffer.buffer() : null;
    }
    Buffer payload = frame.binaryData();
    size += payload.length();
    traffic.add(frame, payload.length());
    if (head != null) {
      head.appendBuffer(payload, 0, Math.min(log.maxLength() - head.length(), payload.length()));
      if (frame.isFinal()) {
        log.log(source, isText(), head, size, "");
        head = null;
      }
    }
  }

  boolean isText() {
    return traffic.isText();
  }

  /** Bytes of the message until now. */
  long size() {
    return size;
  }

  /** All that was received. */
  Traffic traffic() {
    return traffic;
  }
}
