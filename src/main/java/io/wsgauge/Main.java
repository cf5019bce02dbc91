package io.wsgauge;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import io.wsgauge.command.Commands;
import io.wsgauge.command.ConfigInput;
import io.wsgauge.command.ExitCode;
import io.wsgauge.command.Shell;
import io.wsgauge.config.ConfigException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The process. Everything from outside is an argument of {@link #run}, and its result is the exit
 * code.
 */
public final class Main {
  private static final int LONGEST_START_SECONDS = 5;

  private Main() {}

  public static void main(String[] args) {
    startSooner();
    CountDownLatch started = new CountDownLatch(1);
    // left to itself, the JVM ends
    AtomicReference<Runnable> hangup = new AtomicReference<>(() -> {});
    boolean service = Commands.areOfService(args);
    if (service) {
      // left to itself, the JVM ends in order as well, but with an exit code that says it failed
      onInterrupt(() -> end(started));
      Signals.handle("HUP", () -> Objects.requireNonNull(hangup.get(), "an action").run());
    } else {
      doWithoutLog();
    }
    Shell shell =
        new Shell(
            System.getenv(),
            Path.of(""),
            System.in,
            // JSON is UTF-8 (RFC 8259, section 8.1), whatever the locale
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
            System.err,
            isTerminal(1),
            isTerminal(2),
            isTerminal(0) && isTerminal(1),
            hangup::set,
            Main::onInterrupt);
    int exitCode = run(args, shell);
    started.countDown();
    // a command that is done does not wait the second that an idle thread of Netty lives on
    if (!service || exitCode != ExitCode.FINE) {
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

  /**
   * Leaves Logback alone, whose start is longer than a command. What goes wrong is told by the
   * command that meets it.
   */
  private static void doWithoutLog() {
    setUnlessSet(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    Logger.getLogger("").setLevel(Level.SEVERE);
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static void onInterrupt(Runnable action) {
    Signals.handle("INT", action);
    Signals.handle("TERM", action);
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
    System.exit(ExitCode.FINE);
  }

  /** Linux only, for want of an answer of the JDK for one stream: elsewhere output is plain. */
  private static boolean isTerminal(int descriptor) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Does what the arguments say. When that is to run the service, returns as soon as it runs, on
   * threads that keep the process alive.
   *
   * @return the exit code
   */
  static int run(String[] args, Shell shell) {
    ServiceCommands service = new ServiceCommands(shell);
    @Nullable ConfigInput input = plain(args);
    if (input == null) {
      return Commands.run(args, shell, service, Version.current());
    }
    try {
      return service.serve(input);
    } catch (ConfigException e) {
      shell.err().println(e.getMessage());
      return ExitCode.WRONG_INPUT;
    }
  }

  /**
   * The input of a service that starts without options, or with no other than {@code -conf}, as
   * most do: without picocli, which loads 200 classes to find that out. Null for anything else.
   */
  private static @Nullable ConfigInput plain(String... args) {
    if (args.length == 0) {
      return new ConfigInput(null, List.of());
    }
    // neither an option, nor a file of arguments
    boolean file = args.length == 2 && !args[1].startsWith("-") && !args[1].startsWith("@");
    return file && args[0].equals("-conf") ? new ConfigInput(args[1], List.of()) : null;
  }
}
