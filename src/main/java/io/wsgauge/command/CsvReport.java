package io.wsgauge.command;

import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Instants;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A record of CSV (RFC 4180, but for lines that end as the system's do) for each run, in seconds;
 * the summary goes to standard error.
 */
final class CsvReport implements PingReport {
  private static final List<Phase> OPENING =
      List.of(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.UPGRADE);

  private final Shell shell;
  private final String name;
  private final boolean quiet;

  CsvReport(Shell shell, String name, boolean quiet) {
    this.shell = shell;
    this.name = name;
    this.quiet = quiet;
  }

  @Override
  public void begin() {
    if (!quiet) {
      shell.print(
          "time,sequence,success,roundTrip,resolve,connect,tls,upgrade,address,reason,detail");
    }
  }

  @Override
  public void add(PingEvent event) {
    if (!quiet && event instanceof PingEvent.Run run) {
      shell.print(
          fields(run.result()).stream().map(CsvReport::quoted).collect(Collectors.joining(",")));
    }
  }

  private static List<String> fields(ProbeResult result) {
    Failed failed = result.outcome() instanceof Failed failure ? failure : null;
    List<String> fields = new ArrayList<>();
    fields.add(Instants.format(result.startedAt()));
    fields.add(Long.toString(result.sequence()));
    fields.add(Boolean.toString(result.succeeded()));
    fields.add(seconds(result.roundTrip()));
    OPENING.forEach(phase -> fields.add(seconds(result.phases().get(phase))));
    fields.add(result.opened() == null ? "" : HostPort.of(result.opened().address()));
    fields.add(failed == null ? "" : failed.reason().label());
    fields.add(failed == null ? "" : failed.detail());
    return fields;
  }

  private static String seconds(@Nullable Duration duration) {
    return duration == null ? "" : BigDecimal.valueOf(duration.toNanos(), 9).toPlainString();
  }

  private static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  @Override
  public void end(PingStatistics statistics) {
    PingSummary.of(name, statistics).forEach(shell.err()::println);
  }
}
