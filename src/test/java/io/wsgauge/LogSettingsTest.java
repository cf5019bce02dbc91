package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.wsgauge.LogSettings.Format;
import io.wsgauge.telemetry.JsonLineEncoder;
import io.wsgauge.telemetry.LogConfigurator;
import io.wsgauge.telemetry.TextLineEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LogSettingsTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger("io.wsgauge");

  @AfterEach
  void stop() {
    context.stop();
  }

  private Encoder<ILoggingEvent> encoder() {
    AsyncAppender async = (AsyncAppender) root.getAppender("async");
    return ((ConsoleAppender<ILoggingEvent>) async.getAppender("stdout")).getEncoder();
  }

  @Test
  @DisplayName("DEBUG is of ours alone, and the text stays text")
  void debug() {
    LogConfigurator.setUp(context);
    new LogSettings("DEBUG", Format.TEXT).apply(context);
    assertEquals(Level.DEBUG, ours.getEffectiveLevel());
    assertEquals(Level.INFO, root.getLevel());
    assertInstanceOf(TextLineEncoder.class, encoder());
  }

  @Test
  @DisplayName("a higher level is that of libraries as well, and json takes the text's place")
  void error() {
    LogConfigurator.setUp(context);
    new LogSettings("ERROR", Format.JSON).apply(context);
    assertEquals(Level.ERROR, ours.getEffectiveLevel());
    assertEquals(Level.ERROR, root.getLevel());
    assertInstanceOf(JsonLineEncoder.class, encoder());
  }

  @Test
  @DisplayName(
      "a log with another form is left as it is, also where its appenders are called alike")
  void otherForm() {
    LogConfigurator.setUp(context);
    AsyncAppender async = (AsyncAppender) root.getAppender("async");
    PatternLayoutEncoder other = new PatternLayoutEncoder();
    ((ConsoleAppender<ILoggingEvent>) async.getAppender("stdout")).setEncoder(other);
    new LogSettings("ERROR", Format.JSON).apply(context);
    assertSame(Level.INFO, ours.getEffectiveLevel());
    assertSame(other, encoder());
  }

  @Test
  @DisplayName("a log that is set up otherwise is left as it is")
  void otherLog() {
    root.setLevel(Level.WARN);
    new LogSettings("DEBUG", Format.JSON).apply(context);
    assertSame(Level.WARN, ours.getEffectiveLevel());
  }
}
