package io.wsgauge.check.report;

import io.wsgauge.check.rule.Finding;
import io.wsgauge.check.rule.FindingId;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import java.util.stream.Collectors;

/** The report as Markdown, to be pasted into an issue. */
public final class ReportMarkdown {
  private ReportMarkdown() {}

  /** The report; what of it is the peer's own is escaped, so that it stays text. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(escaped(report.url())).append(": ");
    text.append(report.verdict().label()).append("\n\n");
    text.append(escaped(report.sentence())).append("\n\n");
    text.append("Path: ").append(escaped(Headline.path(report))).append("  \n");
    text.append("Checked at ").append(Instants.format(report.started())).append(", in ");
    text.append(Math.round(report.seconds())).append(" s\n");
    report.findings().forEach(finding -> finding(text, report, finding));
    steps(text, report);
    return text.toString();
  }

  private static void finding(StringBuilder text, Report report, Finding finding) {
    String id = finding.id().label();
    text.append("\n### [").append(id).append("](").append(Report.DOCUMENTATION).append('#');
    text.append(id).append(") ").append(escaped(Headline.of(finding))).append("\n\n");
    text.append(finding.severity().label()).append(", ").append(finding.certainty().label());
    text.append(": ").append(escaped(finding.sentence())).append("\n\n");
    text.append("| | |\n|---|---|\n");
    EvidenceTable.of(finding, report.measurements())
        .forEach(row -> row(text, row.label(), escaped(row.text())));
    text.append('\n');
    finding
        .causes()
        .forEach(
            cause ->
                item(
                    text,
                    cause.confidence().label(),
                    escaped(report.catalogue().name(cause.id()) + ": " + cause.because())));
    finding
        .fixes()
        .forEach(
            fix ->
                item(
                    text,
                    "mend",
                    escaped(report.catalogue().name(fix.product())) + ": " + code(fix.text())));
    if (!finding.explains().isEmpty()) {
      item(
          text,
          "explains",
          finding.explains().stream().map(FindingId::label).collect(Collectors.joining(", ")));
    }
    finding.hides().forEach(hidden -> item(text, "hidden", escaped(hidden)));
  }

  private static void steps(StringBuilder text, Report report) {
    boolean any = report.steps().stream().anyMatch(s -> s.state() != Step.State.MEASURED);
    if (any) {
      text.append("\nNot measured:\n\n");
      report.steps().stream()
          .filter(step -> step.state() != Step.State.MEASURED)
          .forEach(step -> item(text, step.name(), escaped(step.reason())));
    }
  }

  private static void row(StringBuilder text, String label, String value) {
    text.append("| ").append(escaped(label)).append(" | ").append(value).append(" |\n");
  }

  private static void item(StringBuilder text, String label, String value) {
    text.append("- ").append(label).append(": ").append(value).append('\n');
  }

  private static String code(String text) {
    return "`" + Payloads.visible(text).replace('`', '\'') + "`";
  }

  private static String escaped(String text) {
    return Payloads.visible(Secrets.mask(text)).replaceAll("([\\\\`*_\\[\\]<>|#~@])", "\\\\$1");
  }
}
