package io.wsgauge.scenario;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A key of the query.
 *
 * @param kind of its value
 * @param without what holds when it is left out, in words
 * @param example a value
 * @param description what it does
 * @param needs of these keys one must be there as well; empty when it stands by itself
 */
record Parameter<T>(
    String name,
    ParameterType<T> kind,
    String without,
    String example,
    String description,
    List<String> needs) {

  Parameter(
      String name, ParameterType<T> kind, String without, String example, String description) {
    this(name, kind, without, example, description, List.of());
  }

  Parameter<T> needing(String... others) {
    return new Parameter<>(name, kind, without, example, description, List.of(others));
  }

  JsonObject json() {
    return new JsonObject()
        .put("name", name)
        .put("type", kind.type())
        .put("range", kind.range())
        .put("rule", kind.rule())
        .put("words", new JsonArray(kind.words()))
        .put("default", without)
        .put("needs", new JsonArray(needs))
        .put("example", name + "=" + example)
        .put("description", description);
  }
}
