package io.wsgauge;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.wsgauge.telemetry.JsonLineEncoder;
import io.wsgauge.telemetry.LineEncoder;
import io.wsgauge.telemetry.LogConfigurator;
import io.wsgauge.text.Payloads;
import org.slf4j.LoggerFactory;

/**
 * How the service logs: the section {@code log} of the configuration. It has no logger of its own,
 * since commands read the configuration as well, and leave the log alone.
 *
 * @param level the least that is logged, as Logback calls it; of libraries nothing below INFO is
 */
record LogSettings(String level, Format format) {
  enum Format {
    TEXT,
    JSON
  }

  /**
   * Applies them to the log that {@link LogConfigurator} sets up; one that somebody has put in its
   * place is left as it is, whatever its appenders are called. Warns where there should have been
   * another, but its file cannot be had.
   */
  void apply() {
    apply((LoggerContext) LoggerFactory.getILoggerFactory());
  }

  void apply(LoggerContext context) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (root.getAppender("async") instanceof AsyncAppender async
        && async.getAppender("stdout") instanceof ConsoleAppender<ILoggingEvent> stdout
        && stdout.getEncoder() instanceof LineEncoder) {
      Level least = Level.valueOf(level);
      context.getLogger("io.wsgauge").setLevel(least);
      if (least.isGreaterOrEqual(Level.INFO)) {
        root.setLevel(least);
      }
      if (format == Format.JSON) {
        stdout.setEncoder(new JsonLineEncoder(context));
      }
      String file = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
      if (file != null) {
        context
            .getLogger(LogSettings.class)
            .warn(
                "{} \"{}\" - must be an .xml file that is there; the log is as without it",
                ClassicConstants.CONFIG_FILE_PROPERTY,
                Payloads.field(file));
      }
    }
  }
}
