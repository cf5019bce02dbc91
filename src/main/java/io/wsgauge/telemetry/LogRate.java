package io.wsgauge.telemetry;

import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * Bounds the lines of one kind in a second, and counts those left out in one line at its end.
 * Beyond the rate, a line costs two counters and no lock. Thread-safe.
 */
public final class LogRate {
  private static final long WINDOW_MILLIS = 1000;

  private final Vertx vertx;
  private final Logger logger;
  private final String label;
  private final int linesPerSecond;
  private final AtomicInteger taken = new AtomicInteger();
  private final LongAdder omitted = new LongAdder();

  /**
   * @param label of the line that counts, such as {@code receive}
   * @param linesPerSecond 0 allows none and counts none
   */
  public LogRate(Vertx vertx, Logger logger, String label, int linesPerSecond) {
    this.vertx = vertx;
    this.logger = logger;
    this.label = label;
    this.linesPerSecond = linesPerSecond;
  }

  /** Whether the caller may log one more line now; when not, it is counted. */
  public boolean take() {
    if (linesPerSecond == 0) {
      return false;
    }
    if (taken.get() < linesPerSecond) {
      int number = taken.getAndIncrement();
      if (number == 0) {
        begin();
      }
      if (number < linesPerSecond) {
        return true;
      }
    }
    omitted.increment();
    return false;
  }

  private void begin() {
    try {
      vertx.setTimer(WINDOW_MILLIS, timer -> endWindow());
    } catch (RejectedExecutionException | IllegalStateException e) {
      taken.set(0); // Vert.x has been closed, and the last lines are not to be lost
    }
  }

  private void endWindow() {
    long left = omitted.sumThenReset();
    taken.set(0);
    if (left > 0) {
      logger.info("{}: … {} more", label, String.format("%,d", left).replace(',', ' '));
    }
  }
}
