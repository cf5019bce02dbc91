package io.wsgauge.command;

import io.vertx.core.Vertx;
import io.wsgauge.config.ConfigException;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.probe.TargetConfig.MessageType;
import io.wsgauge.text.Durations;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pings one WebSocket until it is stopped, as ping(8) does hosts. */
@Command(
    name = "ping",
    sortOptions = false,
    header = "Send messages to a WebSocket one after another, and measure their replies.",
    footer = {
      "",
      "Durations are seconds, such as 0.2, or have a unit: 200ms, 5m, 1h; so may sizes: 64KiB.",
      "Examples:",
      "  wsgauge ping -c 5 wss://app.example.org/ws",
      "  wsgauge ping -i 30 --ping --json ws://10.0.0.7:8080/ws | jq .roundTrip",
      "Exit codes: 0 all answered, 1 some lost, 2 wrong arguments, 3 none answered."
    })
final class PingCommand implements Callable<Integer> {
  /** What each run is printed as. */
  private static final class Format {
    @Option(names = "--json", description = "Print each run as JSON, a line each, as /api has it.")
    boolean json;

    @Option(names = "--csv", description = "Print each run as CSV (RFC 4180).")
    boolean csv;

    @Option(
        names = "--graph",
        description = "Draw the round trips; on a terminal, while they come.")
    boolean graph;
  }

  /** Bytes of the largest message, as for the service's targets. */
  private static final int MAX_SIZE = 1 << 20;

  private final Shell shell;
  private final String version;

  @Parameters(paramLabel = "URL", description = "A ws:// or wss:// URL.")
  String url = "";

  @Option(
      names = {"-c", "--count"},
      paramLabel = "N",
      description = "Stop after so many runs.")
  @Nullable Long count;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "From the start of one run to the next; 1 second without it.")
  Duration interval = Duration.ofSeconds(1);

  @Option(
      names = {"-W", "--timeout"},
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Deadline of a run, a connect included; 5 seconds without it.")
  Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = {"-w", "--deadline"},
      paramLabel = "TIME",
      converter = Seconds.class,
      description = "Stop after this time.")
  @Nullable Duration deadline;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "The message; {sequence} and {time} in it are filled in.")
  String message = "hi i am client";

  @Option(
      names = {"-s", "--size"},
      paramLabel = "BYTES",
      converter = Numbers.Size.class,
      description = "Repeat or cut the message to this size.")
  int size;

  @Option(names = "--binary", description = "Send binary messages.")
  boolean binary;

  @Option(names = "--ping", description = "Send ping frames, and await their pongs.")
  boolean ping;

  @Option(names = "--fresh", description = "Open a WebSocket for each run.")
  boolean fresh;

  @Option(
      names = "--expect",
      paramLabel = "TEXT",
      description = "The reply must be this; {message} is what was sent.")
  String expect = "";

  @Option(
      names = "--expect-pattern",
      paramLabel = "REGEX",
      description = "The reply must contain this (RE2).")
  String expectPattern = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Print the summary alone.")
  boolean quiet;

  @Option(
      names = {"-D", "--timestamps"},
      description = "Begin each line with the time of day.")
  boolean timestamps;

  @ArgGroup @Nullable Format format;

  @Mixin ConnectionOptions connection = new ConnectionOptions();

  PingCommand(Shell shell, String version) {
    this.shell = shell;
    this.version = version;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    Target target = target();
    PingReport report = report(target);
    PingStatistics statistics = new PingStatistics();
    Vertx vertx = Clients.vertx();
    try {
      PingLoop loop =
          new PingLoop(vertx, target, interval, count, ProbeSettings.alone("wsgauge/" + version));
      shell.interrupt().accept(loop::stop);
      loop.start(deadline);
      report.begin();
      for (PingEvent event = loop.next();
          !(event instanceof PingEvent.Stopped);
          event = loop.next()) {
        statistics.add(event);
        report.add(event);
      }
    } finally {
      vertx.close();
    }
    report.end(statistics);
    return statistics.exitCode();
  }

  private PingReport report(Target target) {
    if (format != null && format.json) {
      return new JsonReport(shell, target.name(), quiet);
    }
    if (format != null && format.csv) {
      return new CsvReport(shell, target.name(), quiet);
    }
    PlainReport plain = new PlainReport(shell, target.config(), quiet, timestamps);
    return format != null && format.graph
        ? new GraphReport(shell, plain, Terminals.columns())
        : plain;
  }

  private Target target() throws ConfigException {
    Problems problems = new Problems();
    if (count != null && count < 1) {
      problems.add("--count", count, "must be at least 1");
    }
    if (size < 0 || size > MAX_SIZE) {
      problems.add("--size", size, "must be between 0 and " + MAX_SIZE);
    }
    if (timeout.toMillis() < 1) {
      problems.add("--timeout", Durations.format(timeout), "must be at least 1ms");
    }
    return connection.target(
        "URL",
        url,
        problems,
        target ->
            target
                .kind(ping ? Kind.PING : Kind.MESSAGE)
                .connection(fresh ? ConnectionMode.FRESH : ConnectionMode.KEEP)
                .message(message)
                .messageType(binary ? MessageType.BINARY : MessageType.TEXT)
                .messageSize(size)
                .expect(expect)
                .expectPattern(expectPattern)
                .interval(interval)
                .timeout(timeout));
  }
}
