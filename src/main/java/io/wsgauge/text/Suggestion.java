package io.wsgauge.text;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** What somebody who mistyped a name most likely meant. */
public final class Suggestion {
  private static final double LEAST_SIMILARITY = 0.8;
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private Suggestion() {}

  /** {@code ; did you mean NAME?}, or nothing when no known name is like it. */
  public static String of(String name, Collection<String> known) {
    return known.stream()
        .max(Comparator.comparingDouble(candidate -> SIMILARITY.apply(name, candidate)))
        .filter(nearest -> SIMILARITY.apply(name, nearest) >= LEAST_SIMILARITY)
        .map(nearest -> "; did you mean " + nearest + "?")
        .orElse("");
  }
}
