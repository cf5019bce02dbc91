package io.wsgauge.config;

import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The value of one key, as an argument has it.
 *
 * @param option that messages call it by
 * @param path of the key, {@code client.targets[0].url}
 * @param value text; of what is not a text, JSON
 */
public record Setting(String option, String path, String value) {

  /**
   * Writes the settings into the configuration, which must be complete. One that names no leaf is a
   * problem.
   *
   * @return the option behind each path that was set
   */
  static Map<String, String> apply(
      List<Setting> settings, Schema schema, JsonObject config, Problems problems) {
    Map<String, String> origins = new LinkedHashMap<>();
    for (Setting setting : settings) {
      Map<String, JsonObject> leaves = schema.leaves(config);
      JsonObject leaf = leaves.get(setting.path);
      if (leaf == null) {
        problems.add(setting.option, "unknown key" + Suggestion.of(setting.path, leaves.keySet()));
      } else {
        Paths.set(config, setting.path, Environment.value(setting.value, leaf));
        schema.complete(config);
        origins.put(setting.path, setting.option);
      }
    }
    return origins;
  }
}
