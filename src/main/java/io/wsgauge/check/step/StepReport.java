package io.wsgauge.check.step;

import io.wsgauge.text.Labelled;

/**
 * What became of a step.
 *
 * @param reason for which it was not measured; empty where it was
 */
public record StepReport(String name, State state, double seconds, String reason) {
  /** Whether it was measured. */
  public enum State implements Labelled {
    MEASURED,
    NOT_MEASURED,
    SKIPPED
  }
}
