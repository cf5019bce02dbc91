package io.wsgauge.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgauge.config.ConfigException;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands by name. Of those that were not asked for, no class is loaded. */
public final class Commands {
  private static final int USAGE_WIDTH = 100;

  @Command(
      name = "wsgauge",
      synopsisSubcommandLabel = "COMMAND",
      header = "Measures WebSockets from both ends: a server that replies, a page, a client.",
      footer = {
        "",
        "Without a command it is serve. wsgauge help COMMAND has the options of one.",
        "Examples:",
        "  wsgauge ping -c 5 wss://app.example.org/ws",
        "  wsgauge serve --port 9090"
      })
  private static final class Root {}

  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
  private final Shell shell;
  private final String version;

  private Commands(Shell shell, Service service, String version) {
    this.shell = shell;
    this.version = version;
    commands.put("ping", () -> new PingCommand(shell, version));
    commands.put("connect", () -> new ConnectCommand(shell, version));
    commands.put("check", () -> new CheckCommand(shell));
    commands.put("serve", () -> new ServeCommand(service));
    commands.put("config", () -> new ConfigCommand(service));
    commands.put("health", () -> new HealthCommand(service));
    commands.put("help", HelpCommand::new);
    commands.put("completion", () -> new CompletionCommand(shell, this::all));
  }

  /**
   * Runs the command that the arguments begin with, or {@code serve} where they begin with an
   * option.
   *
   * @return an exit code
   */
  public static int run(String[] args, Shell shell, Service service, String version) {
    Commands commands = new Commands(shell, service, version);
    try {
      int exitCode = commands.run(args);
      if (exitCode == ExitCode.FINE && !isHealth(args) && shell.out().checkError()) {
        throw new Shell.OutputException();
      }
      return exitCode;
    } catch (Shell.OutputException e) {
      return commands.broken(e);
    }
  }

  /** Whether the arguments are those of {@code serve}, the one command that has a log. */
  public static boolean areOfService(String... args) {
    return args.length == 0 || args[0].equals("serve") || args[0].startsWith("-");
  }

  /** Health is told by the exit code, whether or not somebody reads the words beside it. */
  private static boolean isHealth(String... args) {
    return args.length > 0
        && (args[0].equals("health") || List.of(args).contains("--check-health"));
  }

  /** All commands, for tests and for the completion of shells. */
  static CommandLine model(Shell shell, Service service, String version) {
    return new Commands(shell, service, version).all();
  }

  private int run(String... args) {
    String first = args.length == 0 ? "serve" : args[0];
    if (first.equals("-V") || first.equals("--version")) {
      shell.print("wsgauge " + version);
      return ExitCode.FINE;
    }
    if (first.equals("-h") || first.equals("--help")) {
      all().usage(shell.out());
      return ExitCode.FINE;
    }
    Supplier<Object> command = commands.get(first);
    if (command != null && !first.equals("help")) {
      return root(Map.of(first, command)).execute(args);
    }
    if (first.startsWith("-")) {
      List<String> serve = new ArrayList<>(List.of(args));
      serve.add(0, "serve");
      return run(serve.toArray(String[]::new));
    }
    return all().execute(args);
  }

  private CommandLine all() {
    return root(commands);
  }

  private CommandLine root(Map<String, Supplier<Object>> named) {
    CommandLine root = new CommandLine(new Root());
    named.forEach((name, command) -> root.addSubcommand(name, command.get()));
    root.getSubcommands().values().forEach(Commands::addHelp);
    return root.setUsageHelpWidth(USAGE_WIDTH)
        .registerConverter(int.class, Numbers::integer)
        .registerConverter(Integer.class, Numbers::integer)
        .registerConverter(Long.class, Numbers::number)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // a message may begin with that, or be a file's
        .setOut(new PrintWriter(shell.out(), true, UTF_8))
        .setErr(new PrintWriter(shell.err(), true, UTF_8))
        .setParameterExceptionHandler((error, args) -> wrong(error))
        .setExecutionExceptionHandler((error, command, parsed) -> failed(error));
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommand() instanceof HelpCommand) {
      return; // it has its own
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this and exit.")
                .build());
  }

  private int wrong(ParameterException error) {
    String message = String.valueOf(error.getMessage()).replaceFirst("^Error: ", "");
    CommandLine command = error.getCommandLine();
    if (error instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      List<String> known =
          first.startsWith("-")
              ? command.getCommandSpec().optionsMap().keySet().stream().toList()
              : List.copyOf(command.getSubcommands().keySet());
      message =
          (first.startsWith("-") ? "unknown option " : "unexpected argument ")
              + first
              + Suggestion.of(first, known);
    }
    shell
        .err()
        .println(
            "wsgauge: "
                + Secrets.mask(message)
                + " ("
                + command.getCommandSpec().qualifiedName()
                + " --help tells the options)");
    return ExitCode.WRONG_INPUT;
  }

  private int failed(Exception error) throws Exception {
    if (error instanceof ConfigException wrong) {
      shell.err().println(wrong.getMessage());
      return ExitCode.WRONG_INPUT;
    }
    if (error instanceof IOException io) {
      shell.err().println("wsgauge: " + ErrorText.of(io));
      return ExitCode.FAILED;
    }
    if (error instanceof Shell.OutputException broken) {
      return broken(broken);
    }
    throw error;
  }

  private int broken(Shell.OutputException error) {
    shell.err().println("wsgauge: " + error.getMessage());
    return ExitCode.FAILED;
  }
}
