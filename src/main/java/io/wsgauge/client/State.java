package io.wsgauge.client;

import java.util.Locale;

/** Whether a target works. */
enum State {
  /** No run has ended yet. */
  UNKNOWN,
  UP,
  /** At least one failure, and not enough of either to be up or down. */
  FAILING,
  DOWN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The word for it in JSON and the log. */
  String label() {
    return label;
  }
}
