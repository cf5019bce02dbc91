package io.wsgauge.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Sizes;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The configuration's JSON Schema, as far as it is more than a check: its defaults, its leaves, and
 * what JSON Schema has no word for: the ranges of durations ({@code minimumDuration} and {@code
 * maximumDuration} here) and of sizes with a unit, where a list's items take from what they leave
 * out ({@code inherits}), and the bytes of the heap that each of them costs ({@code heapPerItem}).
 */
final class Schema {
  static final String FILE = "conf/config.schema.json";

  private final JsonObject root;

  private Schema(JsonObject root) {
    this.root = root;
  }

  static Schema load() {
    JsonObject root = new JsonObject(ConfigSource.resource(FILE));
    resolve(root, root);
    return new Schema(root);
  }

  /** Puts what a {@code $ref} names in its place, or beside the rest when it is in an allOf. */
  private static void resolve(JsonObject root, JsonObject schema) {
    if (schema.remove("allOf") instanceof JsonArray parts) {
      schema.mergeIn(named(root, parts.getJsonObject(0)));
    }
    for (String key : schema.fieldNames()) {
      if (schema.getValue(key) instanceof JsonObject part) {
        if (part.containsKey("$ref")) {
          schema.put(key, named(root, part));
        }
        resolve(root, schema.getJsonObject(key));
      }
    }
  }

  private static JsonObject named(JsonObject root, JsonObject reference) {
    URI pointer = URI.create(reference.getString("$ref"));
    return ((JsonObject) JsonPointer.fromURI(pointer).queryJson(root)).copy();
  }

  JsonObject json() {
    return root;
  }

  /** Adds the default of every key that is left out, but for items of lists, which inherit. */
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
      }
    }
  }

  /**
   * Adds to the items of each list of sections what they leave out, at any depth, as the section
   * has it that {@code inherits} names, but for the keys that {@code ownAlone} names: these are at
   * their defaults. A list in an item is the item's alone.
   *
   * @param config complete and valid
   */
  JsonObject inherit(JsonObject config) {
    Map<String, JsonObject> leaves = leaves(config);
    leaves.forEach(
        (path, leaf) -> {
          if (isListOfSections(leaf)) {
            JsonObject schema = leaf.getJsonObject("items");
            String from = schema.getString("inherits");
            JsonObject inherited = ((JsonObject) found(config, from)).copy();
            for (Object key : schema.getJsonArray("ownAlone", new JsonArray())) {
              JsonObject own = Objects.requireNonNull(leaves.get(from + "." + key), "a leaf");
              Paths.set(inherited, (String) key, own.copy().getValue("default"));
            }
            JsonArray items = (JsonArray) found(config, path);
            for (int i = 0; i < items.size(); i++) {
              items.set(i, inherited.copy().mergeIn(items.getJsonObject(i), true));
            }
          }
        });
    return config;
  }

  private static Object found(JsonObject complete, String path) {
    return Objects.requireNonNull(Paths.get(complete, path), path);
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
      JsonObject schema,
      @Nullable JsonObject config,
      String prefix,
      BiConsumer<String, JsonObject> leaf) {
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

  /**
   * Adds each list of more items than there is room for, before anything is made of them.
   *
   * @param heap in bytes
   */
  void checkHeap(JsonObject config, long heap, Problems problems) {
    leaves(new JsonObject())
        .forEach(
            (path, leaf) -> {
              if (leaf.containsKey("heapPerItem")
                  && Paths.get(config, path) instanceof JsonArray items) {
                long most = heap / leaf.getInteger("heapPerItem");
                if (items.size() > most) {
                  problems.add(
                      path,
                      items.size(),
                      "must be at most %d, for a heap of %d MiB".formatted(most, heap >> 20));
                }
              }
            });
  }

  /** Adds each duration, and each size with a unit, that is well formed and outside its range. */
  void checkRanges(JsonObject config, Problems problems) {
    leaves(config)
        .forEach(
            (path, leaf) -> {
              if (hasRange(leaf)
                  && leaf.containsKey("pattern")
                  && Paths.get(config, path) instanceof String text
                  && text.matches(leaf.getString("pattern"))
                  && !isWithin(leaf, text)) {
                problems.add(path, text, "must be between " + range(leaf, " and "));
              }
            });
  }

  private static boolean isWithin(JsonObject leaf, String text) {
    if (isSize(leaf)) {
      long bytes = Sizes.parse(text);
      return bytes >= leaf.getLong("minimum") && bytes <= leaf.getLong("maximum");
    }
    Duration duration = Durations.parse(text);
    return duration.compareTo(Durations.parse(leaf.getString("minimumDuration"))) >= 0
        && duration.compareTo(Durations.parse(leaf.getString("maximumDuration"))) <= 0;
  }

  /** Whether a leaf is a number, a size or a duration. */
  static boolean hasRange(JsonObject leaf) {
    return leaf.containsKey("minimum") || leaf.containsKey("minimumDuration");
  }

  /** The ends of a leaf's range, as they are written. */
  static String range(JsonObject leaf, String between) {
    if (leaf.containsKey("minimumDuration")) {
      return leaf.getString("minimumDuration") + between + leaf.getString("maximumDuration");
    }
    return isSize(leaf)
        ? Sizes.format(leaf.getLong("minimum")) + between + Sizes.format(leaf.getLong("maximum"))
        : leaf.getValue("minimum") + between + leaf.getValue("maximum");
  }

  /** Sizes alone have two types. */
  private static boolean isSize(JsonObject leaf) {
    return leaf.getValue("type") instanceof JsonArray;
  }

  private static boolean isSection(JsonObject schema) {
    return "object".equals(schema.getString("type"));
  }

  private static boolean isListOfSections(JsonObject schema) {
    return "array".equals(schema.getString("type")) && isSection(schema.getJsonObject("items"));
  }
}
