package io.wsgauge;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. */
@Command(
    name = "wsgauge",
    sortOptions = false,
    header =
        "Both ends of a WebSocket: a server that replies, a page to try it, a client that pings.",
    customSynopsis = "java -jar wsgauge.jar [OPTION]...",
    footer = {
      "",
      "Any key can be set in the environment as well: WSGAUGE_SERVER_PORT=9090.",
      "Exit codes: 0 fine, 1 failed while running, 2 wrong arguments or configuration."
    })
final class Arguments {
  @Option(
      names = {"-conf", "--conf"},
      paramLabel = "FILE|JSON",
      description = {
        "The configuration: a file, or JSON that begins with a brace.",
        "Without it: conf/config.json here, or that of the jar if there is none."
      })
  @Nullable String config;

  @Option(
      names = "--check-config",
      description = "Check the configuration, print it with all defaults, and exit.")
  boolean checkConfig;

  @Option(
      names = "--check-health",
      description =
          "Ask the service that runs here with this configuration whether it is ready, and exit.")
  boolean checkHealth;

  @Option(
      names = {"-h", "--help"},
      description = "Print this and exit.")
  boolean help;

  @Option(names = "--version", description = "Print the version and exit.")
  boolean version;

  /**
   * Without picocli, which loads 200 classes to look at the options above, where there are none or
   * no other than {@code -conf}: so most services start.
   *
   * @throws CommandLine.ParameterException when they are wrong
   */
  static Arguments parse(String... args) {
    Arguments arguments = new Arguments();
    if (args.length == 2 && args[0].equals("-conf") && isPlain(args[1])) {
      arguments.config = args[1];
    } else if (args.length > 0) {
      arguments.commandLine().parseArgs(args);
    }
    return arguments;
  }

  /** Neither an option, nor a file of arguments. */
  private static boolean isPlain(String value) {
    return !value.startsWith("-") && !value.startsWith("@");
  }

  void printUsage(PrintStream out) {
    commandLine().usage(out);
  }

  private CommandLine commandLine() {
    return new CommandLine(this).setUsageHelpWidth(100);
  }
}
