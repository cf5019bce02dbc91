package io.wsgauge.check.report;

import io.wsgauge.text.Labelled;

/**
 * What became of a step of a check.
 *
 * @param name {@code upgrade}, {@code silence} and so on
 * @param seconds that it took; 0 where it was not run
 * @param reason why it was not, or only in part; empty where it was measured
 */
public record Step(String name, State state, double seconds, String reason) {
  /** How far it came. */
  public enum State implements Labelled {
    MEASURED,
    /** With fewer samples than it should have. */
    PARTLY,
    NOT_MEASURED,
    /** It was not asked for. */
    SKIPPED
  }
}
