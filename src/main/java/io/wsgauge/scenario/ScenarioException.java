package io.wsgauge.scenario;

/** A query is no scenario; the message says why. */
final class ScenarioException extends Exception {
  private static final long serialVersionUID = 1;

  ScenarioException(String message) {
    super(message);
  }
}
