package io.wsgauge.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged below a package or class while it is open. */
public final class CapturedLog implements AutoCloseable {
  private static final long TIMEOUT_MILLIS = 10_000;

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          synchronized (lines) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
            lines.notifyAll();
          }
        }
      };

  private CapturedLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    appender.start();
    logger.addAppender(appender);
  }

  public static CapturedLog of(String loggerName) {
    return new CapturedLog(loggerName);
  }

  /** Each line with its level in front. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  public List<String> linesWith(String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  /** Waits for a line that contains the text. */
  public String awaitLine(String part) throws InterruptedException {
    return awaitLines(part, 1).get(0);
  }

  /** Waits for so many lines that contain the text. */
  public List<String> awaitLines(String part, int count) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000;
    synchronized (lines) {
      while (linesWith(part).size() < count) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("not logged: " + part + "\n" + String.join("\n", lines));
        }
        lines.wait(left);
      }
    }
    return linesWith(part);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
