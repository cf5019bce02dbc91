package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private final Map<String, JsonObject> leaves = Schema.load().leaves(new JsonObject());

  @Test
  @DisplayName("each leaf has an environment variable of its own")
  void variablesAreDistinct() {
    Set<String> variables = new HashSet<>();
    leaves.keySet().forEach(path -> variables.add(Environment.variable(path)));
    assertEquals(leaves.size(), variables.size());
  }

  @Test
  @DisplayName("each leaf is described, and each pattern says in words what it wants")
  void leavesAreDescribed() {
    leaves.forEach(
        (path, leaf) -> {
          assertNotNull(leaf.getString("description"), path);
          if (leaf.containsKey("pattern")) {
            assertNotNull(leaf.getString("patternErrorMessage"), path);
          }
        });
  }

  @Test
  @DisplayName("each leaf that is bytes by its name can be written with a unit")
  void bytesAreSizes() {
    leaves.forEach(
        (path, leaf) -> {
          if (path.matches(".*(Size|Bytes\\w*|Length)")) {
            assertEquals(new JsonArray().add("integer").add("string"), leaf.getValue("type"), path);
          }
        });
  }

  @Test
  @DisplayName("each list has an example that is right, to be shown in the place of what is none")
  void examples() {
    Schema schema = Schema.load();
    leaves.forEach(
        (path, leaf) -> {
          if ("array".equals(leaf.getString("type"))) {
            JsonObject config = schema.complete(new JsonObject());
            if (path.contains("[0]")) {
              String list = path.substring(0, path.indexOf("[0]"));
              Paths.set(config, list, SchemaCheck.example(leaves.get(list)));
            }
            Paths.set(config, path, SchemaCheck.example(leaf));
            Problems problems = new Problems();
            SchemaCheck.check(schema, config, problems);
            assertDoesNotThrow(() -> problems.throwIfAny(path, Map.of()));
            assertFalse(((JsonArray) SchemaCheck.example(leaf)).isEmpty(), path);
          }
        });
  }

  @Test
  @DisplayName("a list of sections has leaves for its items and for one more")
  void leavesOfItems() {
    JsonObject config = Schema.load().complete(new JsonObject());
    Set<String> paths = Schema.load().leaves(config).keySet();
    assertEquals(true, paths.contains("client.targets[0].url"));
    assertEquals(true, paths.contains("client.targets[1].url"));
    assertEquals(false, paths.contains("client.targets[2].url"));
  }

  @Test
  @DisplayName("more targets than the heap has room for are a problem, before all others")
  void targetsForTheHeap() {
    JsonArray targets = new JsonArray(new ArrayList<>(Collections.nCopies(2049, "x")));
    JsonObject config = new JsonObject().put("client", new JsonObject().put("targets", targets));
    Problems problems = new Problems();
    Schema.load().checkHeap(config, 96 << 20, problems);
    ConfigException refused =
        assertThrows(ConfigException.class, () -> problems.throwIfAny("test", Map.of()));
    assertEquals(
        "test: 1 problem\n  client.targets  2049 - must be at most 2048, for a heap of 96 MiB",
        refused.getMessage());
    targets.remove(0);
    Problems none = new Problems();
    Schema.load().checkHeap(config, 96 << 20, none);
    assertDoesNotThrow(() -> none.throwIfAny("test", Map.of()));
  }
}
