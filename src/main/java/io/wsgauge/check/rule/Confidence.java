package io.wsgauge.check.rule;

import io.wsgauge.text.Labelled;

/** How sure a cause or a hop is, the surest first. */
public enum Confidence implements Labelled {
  SURE,
  LIKELY,
  POSSIBLE,
  UNKNOWN;

  /** The less sure of both. */
  public Confidence and(Confidence other) {
    return compareTo(other) > 0 ? this : other;
  }
}
