package io.wsgauge.check.step;

import io.wsgauge.text.Labelled;

/**
 * What became of a step.
 *
 * @param reason for which it was not measured, or what of it was not; empty where it was
 */
public record StepReport(String name, State state, double seconds, String reason) {
  /** Whether it was measured. */
  public enum State implements Labelled {
    MEASURED,
    /** With fewer samples than it should have. */
    PARTLY,
    NOT_MEASURED,
    SKIPPED
  }
}
