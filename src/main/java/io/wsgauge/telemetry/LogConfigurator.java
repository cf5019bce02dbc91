package io.wsgauge.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LogbackException;

/**
 * Sets up the log, before {@code LogSettings} applies the configuration to it. By code and not by a
 * {@code logback.xml}, which takes 10 to 30 ms of a start to read; who brings one of their own, by
 * the system property or on the class path, has it found and read by Logback as ever.
 */
public final class LogConfigurator extends DefaultJoranConfigurator {
  private static final int QUEUE_SIZE = 8192;

  /** A file that cannot be had is told of by {@code LogSettings}, as soon as there is a log. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    setLevels(context);
    if (!isSetUpByFile(context)) {
      setUp(context);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private boolean isSetUpByFile(LoggerContext context) {
    try {
      return super.configure(context) == ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    } catch (LogbackException e) {
      // a file that is not called .xml
      return false;
    }
  }

  /** Sets up a log that nothing has set up yet. */
  public static void setUp(LoggerContext context) {
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(async(context));
  }

  /** They are those of a file as well, unless it names these loggers. */
  private static void setLevels(LoggerContext context) {
    // Launcher says in one line what the launcher would say with a stack trace
    context.getLogger("io.vertx.launcher.application").setLevel(Level.OFF);
    // warns of each upgrade that a target refuses, which the client tells once
    context.getLogger("io.vertx.core.http.impl.HttpClientConnection").setLevel(Level.ERROR);
    // a peer that resets is no error of ours, and the part that talked to it tells of it
    context.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
    // warns of who connects at a stop, when there is no event loop left to serve him
    context.getLogger("io.netty.bootstrap.ServerBootstrap").setLevel(Level.OFF);
    // tells of itself at length; who comes and goes is told by the cluster's own lines
    context.getLogger("com.hazelcast").setLevel(Level.ERROR);
    // warns by ids of nodes that do not answer, which are told by their names
    context.getLogger("io.vertx.core.eventbus.impl.clustered").setLevel(Level.ERROR);
  }

  /** An event loop never waits for a slow reader of the log: lines are dropped instead. */
  private static AsyncAppender async(LoggerContext context) {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setName("async");
    async.setQueueSize(QUEUE_SIZE);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(true);
    async.addAppender(stdout(context));
    async.start();
    return async;
  }

  private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
    stdout.setContext(context);
    stdout.setName("stdout");
    stdout.setEncoder(new TextLineEncoder(context));
    stdout.start();
    return stdout;
  }
}
