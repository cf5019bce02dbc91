package io.wsgauge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Makes a typed configuration of a source: completed, overridden and checked, in this order. */
public final class ConfigReader {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(Durations.jacksonModule())
          // an enum's words are in the schema, in lower case
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private ConfigReader() {}

  /**
   * A configuration that holds.
   *
   * @param json the same as JSON, every key in it; an item of a list has those that it does not
   *     inherit
   */
  public record Effective<T>(T config, JsonObject json) {
    /** The paths of the keys that have another value in the other one. */
    public List<String> differences(Effective<T> other) {
      return Paths.differences(json, other.json);
    }
  }

  /**
   * Reads a source. What it leaves out is at its default, and the environment overrides both. May
   * block on the file system.
   *
   * @param environment variables by name; those that do not begin with {@code WSGAUGE_} are ignored
   * @throws ConfigException with everything that is wrong: first what breaks the schema and, when
   *     nothing does, what breaks a rule beyond it
   */
  public static <T extends Record & Checked> Effective<T> read(
      ConfigSource source, Map<String, String> environment, Class<T> type) throws ConfigException {
    Schema schema = Schema.load();
    JsonObject json = schema.complete(source.json().copy());
    json.remove("$schema");
    Problems problems = new Problems();
    Map<String, String> origins = Environment.apply(environment, schema, json, problems);
    SchemaCheck.check(schema, json, problems);
    schema.checkDurations(json, problems);
    problems.throwIfAny(source.name(), origins);
    T config = record(schema.inherit(json.copy()), type);
    config.check(problems);
    problems.throwIfAny(source.name(), origins);
    return new Effective<>(config, json);
  }

  private static <T> T record(JsonObject json, Class<T> type) {
    try {
      return MAPPER.readValue(json.encode(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema admits what " + type + " does not", e);
    }
  }
}
