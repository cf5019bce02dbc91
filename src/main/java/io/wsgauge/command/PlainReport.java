package io.wsgauge.command;

import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.text.Durations;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines for people. */
final class PlainReport implements PingReport {
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final Shell shell;
  private final TargetConfig target;
  private final boolean quiet;
  private final boolean timestamps;

  /** The end of the connection that was open last; null before one has ended. */
  private @Nullable ConnectionEnd lastEnd;

  /**
   * @param quiet leaves out the runs
   */
  PlainReport(Shell shell, TargetConfig target, boolean quiet, boolean timestamps) {
    this.shell = shell;
    this.target = target;
    this.quiet = quiet;
    this.timestamps = timestamps;
  }

  @Override
  public void begin() {
    shell.print(
        "PING "
            + target.name()
            + ": "
            + (target.kind() == Kind.PING ? "ping frames" : "messages")
            + (target.interval().isZero()
                ? " one after the other"
                : " every " + Durations.format(target.interval())));
  }

  @Override
  public void add(PingEvent event) {
    if (event instanceof PingEvent.Ended ended) {
      lastEnd = ended.end();
    } else if (!quiet) {
      if (event instanceof PingEvent.Run run) {
        print(run.result());
      } else if (event instanceof PingEvent.Lost lost) {
        failure("connection lost", lost.why(), lastEnd);
      } else if (event instanceof PingEvent.Broken broken) {
        line(red("broke off: " + broken.error()));
      }
    }
  }

  private void print(ProbeResult result) {
    String sequence = "seq=" + result.sequence();
    if (result.outcome() instanceof Failed failed) {
      failure(sequence, failed, null);
      return;
    }
    line(sequence + time(result) + opened(result));
  }

  private static String time(ProbeResult result) {
    return result.roundTrip() == null ? "" : " time=" + Milliseconds.of(result.roundTrip()) + " ms";
  }

  /** The connection that the run has opened, and how long each phase of that took. */
  private static String opened(ProbeResult result) {
    ConnectionInfo opened = result.opened();
    if (opened == null) {
      return "";
    }
    String phases =
        result.phases().entrySet().stream()
            .filter(phase -> phase.getKey().compareTo(Phase.UPGRADE) <= 0)
            .map(phase -> phase.getKey().label() + " " + Milliseconds.of(phase.getValue()) + " ms")
            .collect(Collectors.joining(", "));
    return " from " + HostPort.of(opened.address()) + " (" + phases + ")";
  }

  /**
   * @param end of the connection, where that is what failed; else null
   */
  private void failure(String what, Failed failed, @Nullable ConnectionEnd end) {
    line(
        red(
            what
                + " "
                + FailureText.of(failed)
                + (end == null ? "" : ", after " + Durations.format(end.duration()))));
  }

  private String red(String text) {
    return shell.colours() ? RED + text + PLAIN : text;
  }

  private void line(String text) {
    shell.print(timestamps ? "[" + Instants.format(TimeOfDay.now()) + "] " + text : text);
  }

  @Override
  public void end(PingStatistics statistics) {
    PingSummary.of(target.name(), statistics).forEach(shell::print);
  }
}
