package io.wsgauge.status;

import io.wsgauge.text.Labelled;

/** The state of a target. */
public enum State implements Labelled {
  /** The state until the first run has ended. */
  UNKNOWN,
  UP,
  /** The state while it works by fits and starts, and neither is down nor was of late. */
  UNSTABLE,
  /** The state after a failure, until there are enough results in a row for up or down. */
  FAILING,
  DOWN
}
