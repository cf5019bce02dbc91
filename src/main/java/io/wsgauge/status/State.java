package io.wsgauge.status;

import java.util.Locale;

/** The state of a target. */
public enum State {
  /** The state until the first run has ended. */
  UNKNOWN,
  UP,
  /** The state after a failure, until there are enough results in a row for up or down. */
  FAILING,
  DOWN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The state's word in JSON and the log. */
  public String label() {
    return label;
  }
}
