package io.wsgauge.check.report;

import io.wsgauge.check.rule.Cause;
import io.wsgauge.check.rule.Finding;
import io.wsgauge.check.rule.Fix;
import io.wsgauge.check.rule.Severity;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report for a person at a terminal. */
public final class ReportText {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";

  /** Narrower than this, nothing can be read. */
  private static final int LEAST_WIDTH = 40;

  private static final int LABEL_WIDTH = 9;

  private final Report report;
  private final int width;
  private final boolean colours;
  private final List<String> lines = new ArrayList<>();

  private ReportText(Report report, int width, boolean colours) {
    this.report = report;
    this.width = Math.max(width, LEAST_WIDTH);
    this.colours = colours;
  }

  /**
   * The report's lines. What of it is the peer's own is escaped.
   *
   * @param width in columns, of which lines take one less; at least 40 are taken
   * @param colours whether a terminal understands them
   */
  public static List<String> of(Report report, int width, boolean colours) {
    ReportText text = new ReportText(report, width - 1, colours);
    text.print();
    return List.copyOf(text.lines);
  }

  private void print() {
    String verdict = report.verdict().name() + "   " + Math.round(report.seconds()) + " s";
    spread(report.url(), verdict, colour(report.verdict()));
    wrap("", "", report.sentence(), "");
    wrap("path   ", "       ", Headline.path(report), "");
    report.findings().forEach(this::finding);
    steps();
    if (!report.findings().isEmpty()) {
      lines.add("");
      wrap("", "", "Each finding is explained in " + Report.DOCUMENTATION + ".", DIM);
    }
  }

  private void finding(Finding finding) {
    lines.add("");
    spread(
        mark(finding.severity()) + " " + finding.id().label() + "  " + Headline.of(finding),
        finding.certainty().label(),
        colour(Verdict.valueOf(finding.severity().name())));
    wrap("  ", "  ", finding.sentence(), "");
    List<EvidenceTable.Row> rows = EvidenceTable.of(finding, report.measurements());
    int label =
        Math.min(
            width / 2 - 4, rows.stream().mapToInt(row -> row.label().length()).max().orElse(0) + 2);
    rows.forEach(row -> labelled("    ", row.label(), label, row.text()));
    for (Cause cause : finding.causes()) {
      String name = report.catalogue().name(cause.id());
      labelled(
          "  ",
          cause.confidence().label(),
          LABEL_WIDTH,
          cause.id().equals("unknown") ? cause.because() : name + ": " + cause.because());
    }
    String mend = "mend";
    for (Fix fix : finding.fixes()) {
      String of = fix.product().equals("any") ? "" : report.catalogue().name(fix.product()) + ": ";
      labelled("  ", mend, LABEL_WIDTH, of + fix.text());
      mend = "or";
    }
    if (!finding.explains().isEmpty()) {
      labelled(
          "  ",
          "explains",
          LABEL_WIDTH,
          finding.explains().stream().map(id -> id.label()).collect(Collectors.joining(", ")));
    }
    finding.hides().forEach(hidden -> labelled("  ", "hidden", LABEL_WIDTH, hidden));
  }

  /** Those that were not measured, together where the reason is the same. */
  private void steps() {
    Map<String, List<String>> reasons =
        report.steps().stream()
            .filter(step -> step.state() != Step.State.MEASURED)
            .collect(
                Collectors.groupingBy(
                    step -> (step.state() == Step.State.PARTLY ? "in part: " : "") + step.reason(),
                    LinkedHashMap::new,
                    Collectors.mapping(Step::name, Collectors.toList())));
    if (reasons.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("not measured");
    reasons.forEach(
        (reason, names) -> wrap("  ", "    ", String.join(", ", names) + " - " + reason, ""));
  }

  private static String mark(Severity severity) {
    return switch (severity) {
      case PROBLEM -> "✗";
      case WARNING -> "!";
      case NOTE -> "·";
    };
  }

  private static String colour(Verdict verdict) {
    return switch (verdict) {
      case FINE -> BOLD + "\u001b[32m";
      case NOTE -> BOLD + "\u001b[36m";
      case WARNING -> BOLD + "\u001b[33m";
      case PROBLEM, INCOMPLETE -> BOLD + "\u001b[31m";
    };
  }

  /** One text on the left and one on the right, on two lines where one has no room for both. */
  private void spread(String left, String right, String colour) {
    String safe = safe(left);
    int gap = width - length(safe) - length(right);
    if (gap >= 2) {
      lines.add(coloured(safe, colour) + " ".repeat(gap) + coloured(right, colour));
    } else {
      wrap("", "  ", left, colour);
      lines.add(" ".repeat(width - length(right)) + coloured(right, colour));
    }
  }

  private void labelled(String indent, String label, int labelWidth, String text) {
    String first = indent + String.format(Locale.ROOT, "%-" + labelWidth + "s", safe(label));
    if (first.length() > indent.length() + labelWidth) {
      wrap(indent, indent + "  ", label + "  " + text, "");
    } else {
      wrap(first, indent + " ".repeat(labelWidth), text, "");
    }
  }

  /** Breaks a text at its spaces; a word without room for it is broken where the line ends. */
  private void wrap(String first, String next, String text, String colour) {
    StringBuilder line = new StringBuilder(first);
    int start = first.length();
    for (String word : safe(text).split(" ", -1)) {
      String rest = word;
      if (line.length() > start && length(line) + 1 + length(rest) > width) {
        lines.add(coloured(line.toString(), colour));
        line = new StringBuilder(next);
        start = next.length();
      } else if (line.length() > start) {
        line.append(' ');
      }
      while (length(line) + length(rest) > width) {
        int room = rest.offsetByCodePoints(0, Math.max(1, width - length(line)));
        lines.add(coloured(line + rest.substring(0, room), colour));
        rest = rest.substring(room);
        line = new StringBuilder(next);
        start = next.length();
      }
      line.append(rest);
    }
    lines.add(coloured(line.toString().stripTrailing(), colour));
  }

  private static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }

  private static String safe(String text) {
    return Payloads.visible(Secrets.mask(text));
  }

  private String coloured(String text, String colour) {
    return colours && !colour.isEmpty() ? colour + text + RESET : text;
  }
}
