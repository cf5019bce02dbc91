package io.wsgauge.config;

import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a typed configuration of a source: completed, overridden and checked, in this order. */
public final class ConfigReader {
  private ConfigReader() {}

  /** The JSON Schema of configurations, as it is in the jar. */
  public static String schema() {
    return ConfigSource.resource(Schema.FILE);
  }

  /**
   * A configuration that holds.
   *
   * @param json the same as JSON, every key in it; an item of a list has those that it does not
   *     inherit
   * @param warnings what does no harm and may be meant otherwise, a line each
   */
  public record Effective<T>(T config, JsonObject json, List<String> warnings) {
    /** The same as JSON, to be shown: what is or could be a secret is masked. */
    public JsonObject shown() {
      return (JsonObject) Secrets.mask("", json);
    }

    /** The paths of the keys that have another value in the other one. */
    public List<String> differences(Effective<T> other) {
      return Paths.differences(json, other.json);
    }
  }

  /**
   * Reads a source without a check of what it has, for a fraction of the time, as is enough for one
   * with which a service runs already. May block on the file system.
   *
   * @return every key of the source or at its default, but for the items of lists
   * @throws ConfigException where an override is of no key
   */
  public static JsonObject unchecked(ConfigSource source, Overrides overrides)
      throws ConfigException {
    Schema schema = Schema.load();
    JsonObject json = schema.complete(source.json().copy());
    Problems problems = new Problems();
    problems.throwIfAny(
        source.name(), override(json, overrides, schema, problems, new ArrayList<>()));
    return json;
  }

  /**
   * @return the variable or option behind each path that was set
   */
  private static Map<String, String> override(
      JsonObject json,
      Overrides overrides,
      Schema schema,
      Problems problems,
      List<String> warnings) {
    Map<String, String> origins =
        Environment.apply(overrides.environment(), schema, json, problems, warnings);
    origins.putAll(Setting.apply(overrides.settings(), schema, json, problems));
    return origins;
  }

  /**
   * Reads a source. What it leaves out is at its default, and the overrides rank before both. May
   * block on the file system.
   *
   * @throws ConfigException with everything that is wrong: first what is too long for the heap,
   *     then what breaks the schema and, when nothing does, what breaks a rule beyond it
   */
  public static <T extends Record & Checked> Effective<T> read(
      ConfigSource source, Overrides overrides, Class<T> type) throws ConfigException {
    Schema schema = Schema.load();
    Problems problems = new Problems();
    JsonObject json = schema.complete(source.json().copy());
    json.remove("$schema");
    long heap = Runtime.getRuntime().maxMemory();
    schema.checkHeap(json, heap, problems);
    problems.throwIfAny(source.name(), Map.of());
    List<String> warnings = new ArrayList<>();
    Map<String, String> origins = override(json, overrides, schema, problems, warnings);
    schema.checkHeap(json, heap, problems);
    problems.throwIfAny(source.name(), origins);
    SchemaCheck.check(schema, json, problems);
    schema.checkRanges(json, problems);
    problems.throwIfAny(source.name(), origins);
    T config = Records.read(schema.inherit(json.copy()), type);
    config.check(problems);
    problems.throwIfAny(source.name(), origins);
    return new Effective<>(config, json, List.copyOf(warnings));
  }
}
