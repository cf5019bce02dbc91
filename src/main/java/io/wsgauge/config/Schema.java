package io.wsgauge.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The configuration's JSON Schema, as far as it is more than a check: its defaults, its leaves and
 * the ranges of durations, for which JSON Schema has no word ({@code minimumDuration} and {@code
 * maximumDuration} here).
 */
final class Schema {
  private static final String FILE = "conf/config.schema.json";

  private final JsonObject root;

  private Schema(JsonObject root) {
    this.root = root;
  }

  static Schema load() {
    return new Schema(new JsonObject(ConfigSource.resource(FILE)));
  }

  JsonObject json() {
    return root;
  }

  /** Adds the default of every key that is left out, within the items of arrays as well. */
  JsonObject complete(JsonObject config) {
    complete(root, config);
    return config;
  }

  private static void complete(JsonObject schema, JsonObject config) {
    JsonObject properties = schema.getJsonObject("properties");
    for (String key : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(key);
      if (!config.containsKey(key)) {
        Object missing =
            isSection(property) ? new JsonObject() : property.copy().getValue("default");
        if (missing != null) {
          config.put(key, missing);
        }
      }
      Object value = config.getValue(key);
      if (isSection(property) && value instanceof JsonObject section) {
        complete(property, section);
      } else if (isListOfSections(property) && value instanceof JsonArray list) {
        for (Object item : list) {
          if (item instanceof JsonObject section) {
            complete(property.getJsonObject("items"), section);
          }
        }
      }
    }
  }

  /**
   * The schema of every leaf that this configuration has or could have, by its path. A list of
   * sections counts as a leaf itself, and one item past its end is included, so that it can grow.
   */
  Map<String, JsonObject> leaves(JsonObject config) {
    Map<String, JsonObject> leaves = new LinkedHashMap<>();
    leaves(root, config, "", leaves::put);
    leaves.remove("$schema");
    return leaves;
  }

  private static void leaves(
      JsonObject schema, JsonObject config, String prefix, BiConsumer<String, JsonObject> leaf) {
    JsonObject properties = schema.getJsonObject("properties");
    for (String key : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(key);
      Object value = config == null ? null : config.getValue(key);
      String path = prefix + key;
      if (isSection(property)) {
        leaves(property, value instanceof JsonObject section ? section : null, path + ".", leaf);
        continue;
      }
      leaf.accept(path, property);
      if (isListOfSections(property)) {
        JsonArray list = value instanceof JsonArray array ? array : new JsonArray();
        for (int i = 0; i <= list.size(); i++) {
          Object item = i < list.size() ? list.getValue(i) : null;
          leaves(
              property.getJsonObject("items"),
              item instanceof JsonObject section ? section : null,
              path + "[" + i + "].",
              leaf);
        }
      }
    }
  }

  /** Adds each duration that is well formed and outside its range. */
  void checkDurations(JsonObject config, Problems problems) {
    leaves(config)
        .forEach(
            (path, leaf) -> {
              if (leaf.containsKey("minimumDuration")
                  && Paths.get(config, path) instanceof String text
                  && text.matches(leaf.getString("pattern"))) {
                String min = leaf.getString("minimumDuration");
                String max = leaf.getString("maximumDuration");
                Duration duration = Durations.parse(text);
                if (duration.compareTo(Durations.parse(min)) < 0
                    || duration.compareTo(Durations.parse(max)) > 0) {
                  problems.add(path, text, "must be between " + min + " and " + max);
                }
              }
            });
  }

  private static boolean isSection(JsonObject schema) {
    return "object".equals(schema.getString("type"));
  }

  private static boolean isListOfSections(JsonObject schema) {
    return "array".equals(schema.getString("type")) && isSection(schema.getJsonObject("items"));
  }
}
