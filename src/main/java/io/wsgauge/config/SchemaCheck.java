package io.wsgauge.config;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a configuration against the schema and words each violation for a person. */
final class SchemaCheck {
  /** Keywords of which a violation only repeats that something below is violated. */
  private static final Set<String> CONTAINERS = Set.of("properties", "items");

  private SchemaCheck() {}

  static void check(Schema schema, JsonObject config, Problems problems) {
    OutputUnit result =
        Validator.create(
                JsonSchema.of(schema.json().copy()),
                new JsonSchemaOptions()
                    .setBaseUri("app://wsgauge")
                    .setOutputFormat(OutputFormat.Basic))
            .validate(config);
    List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
    for (OutputUnit error : errors) {
      String location = error.getKeywordLocation();
      int slash = location.lastIndexOf('/');
      String keyword = location.substring(slash + 1);
      if (!CONTAINERS.contains(keyword)) {
        JsonObject violated =
            (JsonObject) JsonPointer.from(location.substring(1, slash)).queryJson(schema.json());
        String path = Paths.fromPointer(error.getInstanceLocation());
        if (keyword.equals("additionalProperties")) {
          addUnknown(path, violated, schema, problems);
        } else {
          add(path, keyword, violated, config, problems);
        }
      }
    }
  }

  private static void addUnknown(
      String path, JsonObject section, Schema schema, Problems problems) {
    Set<String> known = section.getJsonObject("properties").fieldNames();
    // a key that is known and wrong is reported here as well
    if (!known.contains(path.substring(path.lastIndexOf('.') + 1))) {
      Set<String> leaves = schema.leaves(new JsonObject()).keySet();
      problems.add(path, UnknownKey.words(path, known, leaves));
    }
  }

  private static void add(
      String path, String keyword, JsonObject schema, JsonObject config, Problems problems) {
    switch (keyword) {
      case "required" ->
          schema.getJsonArray("required").stream()
              .map(String.class::cast)
              .filter(key -> Paths.get(config, path + "." + key) == null)
              .forEach(key -> problems.add(path + "." + key, "is missing"));
      default -> {
        Object value = Paths.get(config, path);
        problems.add(path, value, rule(keyword, schema, value));
      }
    }
  }

  private static String rule(String keyword, JsonObject schema, @Nullable Object value) {
    return switch (keyword) {
      case "type" -> typeRule(schema, value);
      case "enum" ->
          "must be one of "
              + schema.getJsonArray("enum").stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(", "));
      case "minimum", "maximum" -> "must be between " + Schema.range(schema, " and ");
      case "minLength", "minItems" -> "must not be empty";
      case "pattern" -> schema.getString("patternErrorMessage");
      default -> throw new IllegalStateException("the schema uses " + keyword + ", unknown here");
    };
  }

  /** What to write in the place of a value of another type. */
  private static String typeRule(JsonObject schema, @Nullable Object value) {
    String type = schema.getString("type");
    return switch (type) {
      case "integer" -> "must be an integer" + unquoted(value, "-?\\d+");
      case "boolean" -> "must be true or false" + unquoted(value, "true|false");
      case "array" -> "must be a list such as " + Json.encode(example(schema));
      case "object" -> "must be an object such as " + Json.encode(example(schema));
      case "string" ->
          // a pattern says more of what is wanted
          schema.getString("patternErrorMessage", "must be a string")
              + (value instanceof Number || value instanceof Boolean ? ", in quotes" : "");
      default -> schema.getString("patternErrorMessage");
    };
  }

  private static String unquoted(@Nullable Object value, String regex) {
    return value instanceof String text && text.matches(regex) ? ", without quotes" : "";
  }

  /** A value that a list or a section may have. */
  static Object example(JsonObject schema) {
    if (schema.containsKey("examples")) {
      return schema.getJsonArray("examples").getValue(0);
    }
    if ("object".equals(schema.getString("type"))) {
      Map.Entry<String, Object> first = schema.getJsonObject("properties").iterator().next();
      JsonObject property = (JsonObject) first.getValue();
      return JsonObject.of(first.getKey(), property.getValue("default", example(property)));
    }
    JsonObject items = schema.getJsonObject("items");
    return items != null && items.containsKey("examples")
        ? JsonArray.of(example(items))
        : schema.getValue("default");
  }
}
