package io.wsgauge.command;

import io.wsgauge.status.ResultJson;

/** A line of JSON for each run, as {@code /api} has it; the summary goes to standard error. */
final class JsonReport implements PingReport {
  private final Shell shell;
  private final String name;
  private final boolean quiet;

  JsonReport(Shell shell, String name, boolean quiet) {
    this.shell = shell;
    this.name = name;
    this.quiet = quiet;
  }

  @Override
  public void add(PingEvent event) {
    if (!quiet && event instanceof PingEvent.Run run) {
      shell.print(ResultJson.of(run.result()).toString());
    }
  }

  @Override
  public void end(PingStatistics statistics) {
    PingSummary.of(name, statistics).forEach(shell.err()::println);
  }
}
