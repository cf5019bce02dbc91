package io.wsgauge.check.step;

import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON from the other end, which may be no wsgauge, or one that is made up. */
final class PeerJson {
  private PeerJson() {}

  /**
   * What is read of a JSON object.
   *
   * @param reader gives null, or throws whatever it likes, where the object is not of its kind
   * @return null then as well, and where the text is no JSON object
   */
  static <T> @Nullable T read(String text, Function<JsonObject, @Nullable T> reader) {
    if (!text.startsWith("{")) {
      return null;
    }
    try {
      JsonObject json = new JsonObject(text);
      json.getMap().values().removeIf(Objects::isNull); // which is as good as nothing
      return reader.apply(json);
    } catch (RuntimeException e) {
      return null; // since there are as many kinds of exceptions as of wrong values
    }
  }
}
