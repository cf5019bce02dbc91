package io.wsgauge;

import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Secrets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The process. Everything from outside is an argument of {@link #run}, and its result is the exit
 * code: 0 fine, 1 failed while running, 2 wrong arguments or configuration.
 */
public final class Main extends VertxApplication implements VertxApplicationHooks {
  private static final int FINE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  private final Config config;
  private final PrintStream err;

  private Main(Config config, PrintStream err) {
    super(new String[0], null, false, false);
    this.config = config;
    this.err = err;
  }

  public static void main(String[] args) {
    // left to itself, the JVM ends in order as well, but with an exit code that says it failed
    Signals.handle("INT", () -> System.exit(FINE));
    Signals.handle("TERM", () -> System.exit(FINE));
    int exitCode = run(args, System.getenv(), Path.of(""), System.out, System.err);
    if (exitCode != FINE) {
      System.exit(exitCode);
    }
  }

  /**
   * Does what the arguments say. When that is to run the service, returns as soon as it runs, on
   * threads that keep the process alive.
   *
   * @param directory the working directory
   * @return the exit code
   */
  static int run(
      String[] args,
      Map<String, String> environment,
      Path directory,
      PrintStream out,
      PrintStream err) {
    Arguments arguments = new Arguments();
    CommandLine commandLine = new CommandLine(arguments).setUsageHelpWidth(100);
    try {
      commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      err.println("wsgauge: " + e.getMessage() + " (--help tells the options)");
      return WRONG_INPUT;
    }
    if (arguments.help) {
      commandLine.usage(out);
      return FINE;
    }
    if (arguments.version) {
      out.println("wsgauge " + Version.current());
      return FINE;
    }
    try {
      ConfigSource source = ConfigSource.find(arguments.config, directory);
      ConfigReader.Effective<Config> effective =
          ConfigReader.read(source, environment, Config.class);
      if (arguments.checkConfig) {
        out.println(Secrets.mask(effective.json().encodePrettily()));
        return FINE;
      }
      if (arguments.checkHealth) {
        return HealthProbe.run(effective.config(), out, err) ? FINE : FAILED;
      }
      return new Main(effective.config(), err).launch() == 0 ? FINE : FAILED;
    } catch (ConfigException e) {
      err.println(e.getMessage());
      return WRONG_INPUT;
    }
  }

  @Override
  public VertxBuilder createVertxBuilder(VertxOptions options) {
    return Vertx.builder().with(options.setPreferNativeTransport(true));
  }

  @Override
  public Supplier<? extends Deployable> verticleSupplier() {
    return () -> new MainVerticle(config);
  }

  @Override
  public void afterVertxStopped(HookContext context) {
    // the last lines are still on their way
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }

  @Override
  public void afterFailureToStartVertx(HookContext context, Throwable failure) {
    err.println("wsgauge: " + StartFailure.explain(failure, config));
  }

  @Override
  public void afterFailureToDeployVerticle(HookContext context, Throwable failure) {
    err.println("wsgauge: " + StartFailure.explain(failure, config));
  }
}
