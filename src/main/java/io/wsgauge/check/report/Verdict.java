package io.wsgauge.check.report;

import io.wsgauge.check.rule.Finding;
import io.wsgauge.text.Labelled;
import java.util.List;

/** A report in a word: the weight of its weightiest finding. */
public enum Verdict implements Labelled {
  FINE,
  NOTE,
  WARNING,
  PROBLEM,
  /** No WebSocket was opened, and no rule says why. */
  INCOMPLETE;

  static Verdict of(List<Finding> findings, boolean opened) {
    return findings.stream()
        .map(Finding::severity)
        .max(Enum::compareTo)
        .map(severity -> valueOf(severity.name()))
        .orElse(opened ? FINE : INCOMPLETE);
  }
}
