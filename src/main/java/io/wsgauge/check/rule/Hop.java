package io.wsgauge.check.rule;

import io.wsgauge.text.Labelled;

/**
 * A product on the path.
 *
 * @param product of the catalogue
 * @param because what gave it away
 */
public record Hop(String product, Confidence confidence, Position position, String because) {
  /** The place on the path, as far as it is known. */
  public enum Position implements Labelled {
    ONLY,
    FIRST,
    BETWEEN,
    LAST
  }
}
