package io.wsgauge.command;

import io.wsgauge.probe.Outcome.Failed;

/** Failures as a line for people. */
final class FailureText {
  private FailureText() {}

  static String of(Failed failed) {
    return failed.reason().label()
        + " in "
        + failed.phase().label()
        + ": "
        + failed.reason().text()
        + (failed.detail().isEmpty() ? "" : ": " + failed.detail());
  }
}
