package io.wsgauge.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.wsgauge.telemetry.TextLineEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * All that is logged while it is open, ours from DEBUG on, in the bytes that are written as text.
 */
public final class WrittenLog implements AutoCloseable {
  private final LoggerContext configured = new LoggerContext();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = (Logger) LoggerFactory.getLogger("io.wsgauge");
  private final Level rootLevel = root.getLevel();
  private final Level oursLevel = ours.getLevel();
  private final TextLineEncoder encoder;
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          synchronized (bytes) {
            bytes.writeBytes(encoder.encode(event));
          }
        }
      };

  public WrittenLog() {
    encoder = new TextLineEncoder(configured);
    appender.start();
    root.setLevel(Level.INFO);
    ours.setLevel(Level.DEBUG);
    root.addAppender(appender);
  }

  public String text() {
    synchronized (bytes) {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(rootLevel);
    ours.setLevel(oursLevel);
    configured.stop();
  }
}
