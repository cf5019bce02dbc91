package io.wsgauge.telemetry;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * Logs messages of other people at no more than a configured rate, and counts those it leaves out
 * in one line a second. Payloads are cut and escaped: no line break, control character or change of
 * writing direction of theirs reaches the log.
 *
 * <p>Any thread may use it; beyond the rate a message costs two counters and no lock.
 */
public final class MessageLog {
  private static final long WINDOW_MILLIS = 1000;

  private final Vertx vertx;
  private final Logger logger;
  private final String label;
  private final LogConfig config;
  private final AtomicInteger taken = new AtomicInteger();
  private final LongAdder omitted = new LongAdder();

  /**
   * @param label what a line calls its message, such as {@code receive}
   */
  public MessageLog(Vertx vertx, Logger logger, String label, LogConfig config) {
    this.vertx = vertx;
    this.logger = logger;
    this.label = label;
    this.config = config;
  }

  /** Whether the caller may log one more message now; when not, the message is counted. */
  public boolean take() {
    if (config.messagesPerSecond() == 0) {
      return false;
    }
    if (taken.get() < config.messagesPerSecond()) {
      int number = taken.getAndIncrement();
      if (number == 0) {
        vertx.setTimer(WINDOW_MILLIS, timer -> endWindow());
      }
      if (number < config.messagesPerSecond()) {
        return true;
      }
    }
    omitted.increment();
    return false;
  }

  /** Bytes of a message that {@link #log} makes use of. */
  public int maxLength() {
    return config.maxLength();
  }

  /**
   * Logs one message for which {@link #take} was true.
   *
   * @param source whom it came from, put in front
   * @param head the message's first bytes, {@link #maxLength} of them at most
   * @param length of the whole message
   * @param note put behind; empty for none
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

  private void endWindow() {
    long left = omitted.sumThenReset();
    taken.set(0);
    if (left > 0) {
      logger.info("{}: … {} more", label, String.format("%,d", left).replace(',', ' '));
    }
  }
}
