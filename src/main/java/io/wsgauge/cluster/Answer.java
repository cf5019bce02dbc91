package io.wsgauge.cluster;

import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Payloads;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a question to a node.
 *
 * @param body null where there is none
 * @param missing why there is none, in words; empty where there is one
 */
record Answer<T>(Node node, @Nullable T body, String missing) {
  static <T> Answer<T> missing(Node node, String why) {
    return new Answer<>(node, null, why);
  }

  /**
   * The same of another form.
   *
   * @param reader throws an {@link IllegalArgumentException} for what is no answer
   */
  <U> Answer<U> read(Function<T, U> reader) {
    if (body == null) {
      return missing(node, missing);
    }
    try {
      return new Answer<>(node, reader.apply(body), "");
    } catch (IllegalArgumentException e) {
      return missing(node, "its answer is not understood: " + Payloads.field(ErrorText.of(e)));
    }
  }
}
