package io.wsgauge.command;

import io.vertx.core.Vertx;
import io.wsgauge.check.PathCheck;
import io.wsgauge.check.report.Report;
import io.wsgauge.check.report.ReportJson;
import io.wsgauge.check.report.ReportMarkdown;
import io.wsgauge.check.report.ReportText;
import io.wsgauge.check.report.Verdict;
import io.wsgauge.check.rule.Severity;
import io.wsgauge.check.step.StepReport;
import io.wsgauge.check.step.Survey;
import io.wsgauge.check.step.SurveyOptions;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.TargetConfig.ProxyConfig;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a path, and says what it does to WebSockets and how to mend that. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Measure a path: what it does to WebSockets, why, and how to mend that.",
    footer = {
      "",
      "Finds all against a wsgauge at the path's end, and what it can against any other server.",
      "Examples:",
      "  wsgauge check wss://app.example.org/ws",
      "  wsgauge check --quick --direct ws://10.0.0.7:8080/ws wss://app.example.org/ws",
      "  wsgauge check --diff before.json after.json",
      "Exit codes: 0 nothing found, 1 findings, 2 wrong arguments, 3 not to be completed."
    })
final class CheckCommand implements Callable<Integer> {
  /** What the report is printed as. */
  private static final class Format {
    @Option(names = "--json", description = "Print the report as JSON.")
    boolean json;

    @Option(names = "--markdown", description = "Print the report as Markdown.")
    boolean markdown;
  }

  private static final int NARROW = 40;
  private static final int USUAL = 80;

  private final Shell shell;

  @Parameters(paramLabel = "URL", arity = "0..1", description = "A ws:// or wss:// URL.")
  String url = "";

  @Option(
      names = "--quick",
      description = "Leave out what needs to wait: how long silence may last.")
  boolean quick;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "How long silence is watched; 75 seconds without it.")
  Duration horizon = Duration.ofSeconds(75);

  @Option(
      names = "--direct",
      paramLabel = "URL",
      description = "The same server past the proxy, to tell what is the server's own.")
  String direct = "";

  @Option(
      names = "--many",
      paramLabel = "N",
      description = "At the end, hold so many WebSockets at a time.")
  int many;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "STEP",
      completionCandidates = Steps.class,
      description = "Run these steps, and those that they need: ${COMPLETION-CANDIDATES}.")
  Set<String> only = Set.of();

  @Option(
      names = "--skip",
      split = ",",
      paramLabel = "STEP",
      completionCandidates = Steps.class,
      description = "Leave out these steps.")
  Set<String> skip = Set.of();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "What exit code 1 is for: ${COMPLETION-CANDIDATES}; note without it.")
  Severity failOn = Severity.NOTE;

  @ArgGroup @Nullable Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report there as well, as JSON.")
  @Nullable Path output;

  @Option(
      names = "--save",
      paramLabel = "DIRECTORY",
      description = "Write the report into a file of its own there, as JSON.")
  @Nullable Path save;

  @Option(
      names = "--diff",
      arity = "2",
      paramLabel = "FILE",
      description = "Check nothing, but compare two reports: the one before, and the one after.")
  List<Path> diff = List.of();

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  CheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    if (!diff.isEmpty()) {
      return new CheckDiff(shell, failOn).print(diff, url, format != null && format.json);
    }
    Problems problems = new Problems();
    checkSteps("--only", only, problems);
    checkSteps("--skip", skip, problems);
    skip.stream()
        .filter(Survey.NEEDED::contains)
        .forEach(name -> problems.add("--skip", name, "is needed by all others"));
    if (many < 0 || many > 10_000) {
      problems.add("--many", many, "must be between 0 and 10000");
    }
    if (!quick && (horizon.toMillis() < 1000 || horizon.toDays() >= 1)) {
      problems.add("--horizon", Durations.format(horizon), "must be between 1s and 1d");
    }
    Path directory = output == null ? null : output.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      problems.add("--output", String.valueOf(output), "is in no directory that there is");
    }
    if (output != null && Files.isDirectory(output)) {
      problems.add("--output", String.valueOf(output), "is a directory, which --save takes");
    }
    if (save != null && !Files.isDirectory(save)) {
      problems.add("--save", String.valueOf(save), "is no directory that there is");
    }
    Target target =
        connection.target("URL", url, problems, each -> each.connection(ConnectionMode.FRESH));
    Target past =
        direct.isEmpty()
            ? null
            : connection.target(
                "--direct",
                direct,
                new Problems(),
                each ->
                    each.connection(ConnectionMode.FRESH).connectTo("").proxy(ProxyConfig.NONE));
    Vertx vertx = Clients.vertx();
    Report report;
    try {
      report =
          new PathCheck(vertx, way(target, ""), past == null ? null : way(past, "direct "))
              .run()
              .await();
    } finally {
      vertx.close();
    }
    print(report);
    return exitCode(report);
  }

  /** For help and completion. */
  static final class Steps implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Survey.STEPS.iterator();
    }
  }

  private static void checkSteps(String option, Set<String> names, Problems problems) {
    for (String name : names) {
      if (!Survey.STEPS.contains(name)) {
        problems.add(option, name, "no such step" + Suggestion.of(name, Survey.STEPS));
      }
    }
  }

  private PathCheck.Way way(Target target, String prefix) {
    SurveyOptions options =
        new SurveyOptions(target, quick ? Duration.ZERO : horizon, many, only, skip);
    return new PathCheck.Way(options, progress(prefix));
  }

  /** On a terminal one line that is drawn again, elsewhere a line for each step. */
  private Survey.Listener progress(String prefix) {
    return new Survey.Listener() {
      @Override
      public void begun(String step) {
        if (shell.redraws()) {
          shell.err().print("\r\u001b[K" + prefix + step + " …");
          shell.err().flush();
        }
      }

      @Override
      public void ended(StepReport report) {
        if (!shell.redraws()) {
          String seconds = Durations.format(Duration.ofNanos((long) (report.seconds() * 1e9)));
          String reason = report.reason().isEmpty() ? "" : ": " + Payloads.field(report.reason());
          shell
              .err()
              .println(
                  prefix + report.name() + " " + report.state().label() + " " + seconds + reason);
        }
      }
    };
  }

  private void print(Report report) throws IOException {
    if (shell.redraws()) {
      shell.err().print("\r\u001b[K");
    }
    if (format != null && format.json) {
      String json = ReportJson.of(report).encodePrettily();
      json.lines()
          .map(line -> shell.terminal() ? ConnectJson.visible(line) : line)
          .forEach(shell::print);
    } else if (format != null && format.markdown) {
      shell.print(ReportMarkdown.of(report));
    } else {
      int width = shell.terminal() ? Math.max(NARROW, Terminals.columns()) : USUAL;
      ReportText.of(report, width, shell.colours()).forEach(shell::print);
    }
    String json = ReportJson.of(report).encodePrettily() + "\n";
    if (output != null) {
      Files.writeString(output, json);
    }
    if (save != null) {
      Path file = save.resolve(fileName(report));
      Files.writeString(file, json);
      shell.err().println("saved " + file);
    }
  }

  /** A name that says when, without what not every file system takes. */
  private static String fileName(Report report) {
    return "check-" + Instants.format(report.started()).replaceAll("[:.]", "-") + ".json";
  }

  private int exitCode(Report report) {
    if (report.verdict() == Verdict.INCOMPLETE) {
      return ExitCode.NOTHING;
    }
    boolean found =
        report.findings().stream().anyMatch(finding -> finding.severity().compareTo(failOn) >= 0);
    return found ? ExitCode.FAILED : ExitCode.FINE;
  }
}
