package io.wsgauge.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** What somebody who mistyped a name most likely meant. */
public final class Suggestion {
  private static final double LEAST_SIMILARITY = 0.8;
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private Suggestion() {}

  /** {@code ; did you mean NAME?}, or nothing when no known name is like it. */
  public static String of(String name, Collection<String> known) {
    return nearest(name, known).map(Suggestion::words).orElse("");
  }

  /** The known name that is most like it; empty when none is like it. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .max(Comparator.comparingDouble(candidate -> SIMILARITY.apply(name, candidate)))
        .filter(nearest -> SIMILARITY.apply(name, nearest) >= LEAST_SIMILARITY);
  }

  /** {@code ; did you mean NAME?}. */
  public static String words(String nearest) {
    return "; did you mean " + nearest + "?";
  }
}
