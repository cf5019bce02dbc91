package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {
  @Test
  @DisplayName("the table of docs/configuration.md holds every key as the schema has it")
  void table() throws IOException {
    Map<String, JsonObject> leaves = Schema.load().leaves(new JsonObject());
    String table =
        leaves.entrySet().stream()
            .filter(leaf -> !isInherited(leaf.getKey(), leaves))
            .map(ConfigurationDocTest::row)
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(Path.of("docs/configuration.md")).contains(table),
        "docs/configuration.md should hold these rows:\n" + table);
  }

  private static boolean isInherited(String path, Map<String, JsonObject> leaves) {
    return path.contains("[0]")
        && leaves.containsKey(path.replaceFirst("^.*\\[0\\]", "client.defaults"));
  }

  private static String row(Map.Entry<String, JsonObject> leaf) {
    JsonObject schema = leaf.getValue();
    Object value = schema.getValue("default");
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            leaf.getKey().replace("[0]", "[]"),
            value == null ? "required" : "`" + Json.encode(value) + "`",
            range(schema),
            schema.getString("description"));
  }

  private static String range(JsonObject schema) {
    if (Schema.hasRange(schema)) {
      return Schema.range(schema, " to ");
    }
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").stream()
          .map(Object::toString)
          .collect(Collectors.joining(", "));
    }
    return "";
  }
}
