package io.wsgauge.check.rule;

import io.wsgauge.text.Labelled;

/** How sure it is that a finding is so, whatever its cause. */
public enum Certainty implements Labelled {
  MEASURED,
  /** Measured, but something else could have looked the same. */
  LIKELY
}
