package io.wsgauge.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.wsgauge.text.Suggestion;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Overrides leaves from environment variables: {@code server.idleTimeout} by {@code
 * WSGAUGE_SERVER_IDLE_TIMEOUT}, {@code client.targets[0].url} by {@code
 * WSGAUGE_CLIENT_TARGETS_0_URL}; a list as JSON.
 */
final class Environment {
  private static final String PREFIX = "WSGAUGE_";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /**
   * What Kubernetes sets in every container for a Service that happens to be called wsgauge or, for
   * one, wsgauge-server: {@code WSGAUGE_SERVER_PORT=tcp://10.0.0.7:80}.
   */
  private static final Pattern SERVICE_LINK_NAME =
      Pattern.compile(".*_SERVICE_(HOST|PORT)(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  /** Item 2 of a list before item 10, since a list grows one by one. */
  private static final Comparator<String> BY_NAME_AND_NUMBER =
      Comparator.<String, String>comparing(
              name ->
                  NUMBER
                      .matcher(name)
                      .replaceAll(
                          number ->
                              "0".repeat(10 - number.end() + number.start()) + number.group()))
          .thenComparing(Comparator.naturalOrder());

  private Environment() {}

  /**
   * Writes the variables into the configuration, which must be complete. One that begins like a
   * section's and names no leaf is a problem; others of the prefix are left alone, with a warning.
   *
   * @param warnings one is added for each variable that names no leaf, without its value
   * @return the variable behind each path that was set
   */
  static Map<String, String> apply(
      Map<String, String> environment,
      Schema schema,
      JsonObject config,
      Problems problems,
      List<String> warnings) {
    Map<String, String> origins = new LinkedHashMap<>();
    SortedMap<String, String> ordered = new TreeMap<>(BY_NAME_AND_NUMBER);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !isServiceLink(name, value)) {
            ordered.put(name, value);
          }
        });
    for (Map.Entry<String, String> variable : ordered.entrySet()) {
      String name = variable.getKey();
      Map<String, Map.Entry<String, JsonObject>> leaves = leavesByVariable(schema, config);
      Map.Entry<String, JsonObject> leaf = leaves.get(name);
      if (leaf != null) {
        Paths.set(config, leaf.getKey(), value(variable.getValue(), leaf.getValue()));
        schema.complete(config);
        origins.put(leaf.getKey(), name);
      } else if (namesSection(name, config)) {
        problems.add(name, "unknown variable" + suggestion(name, leaves.keySet()));
      } else {
        warnings.add(name + " names no key" + suggestion(name, leaves.keySet()));
      }
    }
    return origins;
  }

  /** Compares without the prefix, by which all would be alike. */
  private static String suggestion(String name, Set<String> known) {
    return Suggestion.nearest(
            name.substring(PREFIX.length()),
            known.stream().map(variable -> variable.substring(PREFIX.length())).toList())
        .map(nearest -> Suggestion.words(PREFIX + nearest))
        .orElse("");
  }

  static String variable(String path) {
    return PREFIX
        + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^A-Za-z0-9]+", "_")
            .toUpperCase(Locale.ROOT);
  }

  private static Map<String, Map.Entry<String, JsonObject>> leavesByVariable(
      Schema schema, JsonObject config) {
    Map<String, Map.Entry<String, JsonObject>> byVariable = new LinkedHashMap<>();
    for (Map.Entry<String, JsonObject> leaf : schema.leaves(config).entrySet()) {
      byVariable.put(variable(leaf.getKey()), leaf);
    }
    return byVariable;
  }

  /** What is not of the leaf's type stays text, so that the check that follows names it. */
  static Object value(String text, JsonObject leaf) {
    if ("string".equals(leaf.getString("type"))) {
      return text;
    }
    try {
      return Json.decodeValue(text);
    } catch (DecodeException e) {
      return text;
    }
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK_NAME.matcher(name).matches() || SERVICE_LINK_VALUE.matcher(value).matches();
  }

  private static boolean namesSection(String name, JsonObject config) {
    return config.fieldNames().stream()
        .anyMatch(key -> (name + "_").startsWith(variable(key) + "_"));
  }
}
