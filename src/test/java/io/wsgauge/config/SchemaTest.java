package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.json.JsonObject;
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
  @DisplayName("a list of sections has leaves for its items and for one more")
  void leavesOfItems() {
    JsonObject config = Schema.load().complete(new JsonObject());
    Set<String> paths = Schema.load().leaves(config).keySet();
    assertEquals(true, paths.contains("client.targets[0].url"));
    assertEquals(true, paths.contains("client.targets[1].url"));
    assertEquals(false, paths.contains("client.targets[2].url"));
  }
}
