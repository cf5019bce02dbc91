package io.wsgauge.config;

import java.util.List;
import java.util.Map;

/**
 * What ranks before a configuration's source.
 *
 * @param environment variables by name; those that do not begin with {@code WSGAUGE_} are ignored
 * @param settings rank before the environment, and a later one before an earlier one
 */
public record Overrides(Map<String, String> environment, List<Setting> settings) {
  public static Overrides of(Map<String, String> environment) {
    return new Overrides(environment, List.of());
  }
}
