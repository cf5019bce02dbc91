package io.wsgauge.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.report.ReportDiff;
import io.wsgauge.check.rule.Severity;
import io.wsgauge.config.ConfigException;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Compares two reports that were saved, by the command or from the API. Blocks on files. */
record CheckDiff(Shell shell, Severity failOn) {
  /** Bytes; far above any report. */
  private static final long MAX_SIZE = 16 << 20;

  /**
   * Prints what was mended, what broke and what changed.
   *
   * @param url of a check, which must be empty
   * @return 1 where something broke, 3 where the later check was not completed
   */
  int print(List<Path> files, String url, boolean json) throws ConfigException {
    if (!url.isEmpty() || files.size() != 2) {
      throw new ConfigException("command line", "--diff takes two files and no URL");
    }
    ReportDiff diff = ReportDiff.of(read(files.get(0)), read(files.get(1)));
    List<String> lines = json ? diff.toJson().encodePrettily().lines().toList() : diff.toText();
    lines.forEach(line -> shell.print(shell.terminal() ? Payloads.visible(line) : line));
    if ("incomplete".equals(diff.after().getString("verdict"))) {
      return ExitCode.NOTHING;
    }
    return diff.broke().stream().anyMatch(this::counts) ? ExitCode.FAILED : ExitCode.FINE;
  }

  private boolean counts(JsonObject finding) {
    String severity = finding.getString("severity", "problem").toUpperCase(Locale.ROOT);
    return Severity.valueOf(severity).compareTo(failOn) >= 0;
  }

  /** A report, also within a result of the API. */
  private static JsonObject read(Path file) throws ConfigException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new ConfigException(file.toString(), "is larger than any report");
      }
      JsonObject json = new JsonObject(Files.readString(file));
      JsonObject report = json.getValue("report") instanceof JsonObject of ? of : json;
      if (!Integer.valueOf(1).equals(report.getValue("schema"))) {
        throw new ConfigException(file.toString(), "is no report of a check");
      }
      return report;
    } catch (IOException e) {
      throw new ConfigException(file.toString(), ErrorText.ofFile(e));
    } catch (DecodeException | ClassCastException e) {
      throw new ConfigException(file.toString(), "is no JSON object");
    }
  }
}
