package io.wsgauge;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.vertx.launcher.application.impl.CommandException;
import io.vertx.launcher.application.impl.VertxApplicationCommand;
import io.wsgauge.text.ErrorText;
import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * The service as Vert.x's launcher runs it, until the JVM ends. Apart from {@link Main}, since to
 * load this class is to set up the log.
 */
final class Launcher extends VertxApplication implements VertxApplicationHooks {
  private static final Logger LOGGER = LoggerFactory.getLogger(VertxApplication.class);

  private final Config config;
  private final ConfigReload reload;
  private final PrintStream err;
  private final StopDeadline deadline;

  /**
   * @param err to report on why it did not start, or did not stop in order
   */
  Launcher(Config config, ConfigReload reload, PrintStream err) {
    super(new String[0], null, false, false);
    this.config = config;
    this.reload = reload;
    this.err = err;
    this.deadline = new StopDeadline(config.server().shutdownTimeout(), err);
  }

  /** The same without picocli, which loads 200 classes to find out that there are no arguments. */
  @Override
  public int launch() {
    try {
      new VertxApplicationCommand(this, this, LOGGER).run();
      return 0;
    } catch (CommandException e) {
      return e.getCode();
    }
  }

  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    return Vertx.builder().with(options.setPreferNativeTransport(true));
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    return () -> new MainVerticle(config, reload);
  }

  @Override
  public void beforeStoppingVertx(HookContext context) {
    deadline.begin();
    reload.stop();
  }

  @Override
  public void afterVertxStopped(HookContext context) {
    flushLog();
  }

  @Override
  public void afterFailureToStopVertx(HookContext context, Throwable failure) {
    err.println("wsgauge: did not stop in order: " + ErrorText.of(failure));
    flushLog();
  }

  /** The last lines may still be on their way. */
  private static void flushLog() {
    ((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory()).stop();
  }

  @Override
  public void afterFailureToStartVertx(HookContext context, Throwable failure) {
    err.println("wsgauge: " + ErrorText.of(failure));
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, Throwable failure) {
    err.println("wsgauge: " + ErrorText.of(failure));
  }
}
