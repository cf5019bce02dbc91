package io.wsgauge;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/**
 * Sets Logback up, which finds this class by its service file. In code, since to read XML takes a
 * seventh of the time in which the service starts. A logback.xml on the class path, or the system
 * property logback.configurationFile, takes its place.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
  private static final int QUEUE_SIZE = 8192;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isReplaced()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(async(context));
    level(context, Logger.ROOT_LOGGER_NAME, Level.INFO);
    level(context, "io.wsgauge", Level.toLevel(System.getenv("WSGAUGE_LOG_LEVEL"), Level.INFO));
    // Main says in one line what the launcher would say with a stack trace
    level(context, "io.vertx.launcher.application", Level.OFF);
    // warns of each upgrade that a target refuses, which the client tells once
    level(context, "io.vertx.core.http.impl.HttpClientConnectionInternal", Level.ERROR);
    // a peer that resets is no error of ours, and the part that talked to it tells of it
    level(context, "io.vertx.core.net.impl.ConnectionBase", Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean isReplaced() {
    ClassLoader loader = Logging.class.getClassLoader();
    return System.getProperty("logback.configurationFile") != null
        || loader.getResource("logback-test.xml") != null
        || loader.getResource("logback.xml") != null;
  }

  private static void level(LoggerContext context, String logger, Level level) {
    context.getLogger(logger).setLevel(level);
  }

  /** An event loop never waits for a slow reader of the log: lines are dropped instead. */
  private static AsyncAppender async(LoggerContext context) {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setQueueSize(QUEUE_SIZE);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(true);
    async.addAppender(stdout(context));
    async.start();
    return async;
  }

  private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
    stdout.setContext(context);
    stdout.setEncoder(encoder);
    stdout.start();
    return stdout;
  }
}
