package io.wsgauge.telemetry;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.text.Payloads;
import org.slf4j.Logger;

/**
 * Logs messages of other people at no more than a configured rate ({@link LogRate}). Payloads are
 * cut and escaped: no line break, control character or change of writing direction of theirs
 * reaches the log. Thread-safe.
 */
public final class MessageLog {
  private final Logger logger;
  private final String label;
  private final LogRate rate;
  private final int maxLength;

  /**
   * @param label what a line calls its message, such as {@code receive}
   */
  public MessageLog(Vertx vertx, Logger logger, String label, LogConfig config) {
    this.logger = logger;
    this.label = label;
    this.rate = new LogRate(vertx, logger, label, config.messagesPerSecond());
    this.maxLength = config.maxLength();
  }

  /** Whether the caller may log one more message now; when not, the message is counted. */
  public boolean take() {
    return rate.take();
  }

  /** Bytes of a message that {@link #log} makes use of. */
  public int maxLength() {
    return maxLength;
  }

  /**
   * Logs one message for which {@link #take} was true.
   *
   * @param source whom it came from, put in front
   * @param head the message's first bytes, {@link #maxLength} of them at most
   * @param length of the whole message
   * @param note put behind; empty for no note
   */
  public void log(String source, boolean text, Buffer head, long length, String note) {
    logger.info(
        "[{}] {}: {}{}{}",
        source,
        label,
        text ? Payloads.text(head) : Payloads.hex(head),
        length > head.length() ? "… (" + length + " bytes)" : "",
        note);
  }
}
