package io.wsgauge.status;

import java.util.Locale;

/** Whether a target works. */
public enum State {
  /** No run has ended yet. */
  UNKNOWN,
  UP,
  /** At least one failure, and not enough of either to be up or down. */
  FAILING,
  DOWN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The word for it in JSON and the log. */
  public String label() {
    return label;
  }
}
