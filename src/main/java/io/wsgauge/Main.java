package io.wsgauge;

import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.text.Secrets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine;

/**
 * The process. Everything from outside is an argument of {@link #run}, and its result is the exit
 * code: 0 fine, 1 failed while running, 2 wrong arguments or configuration.
 */
public final class Main {
  /** Levels for logback.xml, where what is not a level would be DEBUG. */
  private static final List<String> LOG_LEVELS = List.of("DEBUG", "INFO", "WARN", "ERROR", "OFF");

  private static final int LONGEST_START_SECONDS = 5;
  private static final int FINE = 0;
  static final int FAILED = 1;
  private static final int WRONG_INPUT = 2;

  private Main() {}

  public static void main(String[] args) {
    startSooner();
    CountDownLatch started = new CountDownLatch(1);
    // left to itself, the JVM ends in order as well, but with an exit code that says it failed
    Signals.handle("INT", () -> end(started));
    Signals.handle("TERM", () -> end(started));
    // left to itself, the JVM ends
    AtomicReference<Runnable> hangup = new AtomicReference<>(() -> {});
    Signals.handle("HUP", () -> Objects.requireNonNull(hangup.get(), "an action").run());
    int exitCode = run(args, System.getenv(), Path.of(""), System.out, System.err, hangup::set);
    started.countDown();
    if (exitCode != FINE) {
      System.exit(exitCode);
    }
  }

  /**
   * Leaves out what costs the start much and the service nothing, where a system property alone
   * says so, that is read once. Who sets one on the command line is heeded.
   */
  private static void startSooner() {
    // Netty's events in flight recordings, for which the JDK loads and changes classes
    setUnlessSet("io.netty.jfr.enabled", "false");
    // byte code for each method that is called by reflection, of which few are called twice
    setUnlessSet("jdk.reflect.useNativeAccessorOnly", "true");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Lets a start come to its end first, since Vert.x does not stop well what is half deployed. */
  private static void end(CountDownLatch started) {
    try {
      if (!started.await(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("wsgauge: ended while it was starting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(FINE);
  }

  /**
   * Does what the arguments say. When that is to run the service, returns as soon as it runs, on
   * threads that keep the process alive.
   *
   * @param directory the working directory
   * @param hangup takes what is to be done at each SIGHUP from then on, on any thread
   * @return the exit code
   */
  static int run(
      String[] args,
      Map<String, String> environment,
      Path directory,
      PrintStream out,
      PrintStream err,
      Consumer<Runnable> hangup) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (CommandLine.ParameterException e) {
      err.println(
          "wsgauge: "
              + Secrets.mask(String.valueOf(e.getMessage()))
              + " (--help tells the options)");
      return WRONG_INPUT;
    }
    if (arguments.help) {
      arguments.printUsage(out);
      return FINE;
    }
    if (arguments.version) {
      out.println("wsgauge " + Version.current());
      return FINE;
    }
    String logLevel = environment.getOrDefault("WSGAUGE_LOG_LEVEL", "INFO");
    if (!LOG_LEVELS.contains(logLevel)) {
      err.println("wsgauge: WSGAUGE_LOG_LEVEL must be one of " + LOG_LEVELS + ", not " + logLevel);
      return WRONG_INPUT;
    }
    try {
      ConfigSource source = ConfigSource.find(arguments.config, directory);
      ConfigReader.Effective<Config> effective =
          ConfigReader.read(source, environment, Config.class);
      if (arguments.checkConfig) {
        out.println(effective.shown().encodePrettily());
        return FINE;
      }
      if (arguments.checkHealth) {
        return HealthCheck.run(effective.config(), out, err) ? FINE : FAILED;
      }
      ConfigReload reload = new ConfigReload(source, environment, effective);
      hangup.accept(reload::readNow);
      return new Launcher(effective.config(), reload, err).launch() == 0 ? FINE : FAILED;
    } catch (ConfigException e) {
      err.println(e.getMessage());
      return WRONG_INPUT;
    }
  }
}
