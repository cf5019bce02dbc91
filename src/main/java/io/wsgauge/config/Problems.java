package io.wsgauge.config;

import io.vertx.core.json.Json;
import io.wsgauge.text.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that all of it is reported at once. */
public final class Problems {
  private static final int MAX_VALUE_LENGTH = 80;

  private final List<Problem> problems = new ArrayList<>();

  /** Adds a wrong value; it is shown as JSON, cut, and without secrets. */
  public void add(String path, @Nullable Object value, String rule) {
    String json = Json.encode(value == null ? null : Secrets.mask(path, value));
    problems.add(
        new Problem(
            path,
            json.length() <= MAX_VALUE_LENGTH ? json : json.substring(0, MAX_VALUE_LENGTH) + "…",
            rule));
  }

  /** Adds a problem with the key itself. */
  public void add(String path, String rule) {
    problems.add(new Problem(path, null, rule));
  }

  /**
   * Adds what is wrong with a part, the paths of which begin within it.
   *
   * @param path of the part
   */
  public void addAll(String path, Problems part) {
    part.problems.forEach(
        p -> problems.add(new Problem(path + "." + p.path(), p.value(), p.rule())));
  }

  /**
   * Leaves out what is reported in the same words of another part, from which this one inherits.
   */
  public Problems without(Problems inherited) {
    Problems own = new Problems();
    problems.stream().filter(p -> !inherited.problems.contains(p)).forEach(own.problems::add);
    return own;
  }

  /** Each problem in a line: where, the value, and what would be right; empty without any. */
  public List<String> lines() {
    return problems.stream().map(p -> p.path() + " " + p.explanation()).toList();
  }

  /**
   * @param origins what set a path, an environment variable or an option, which it then is called
   *     by
   */
  public void throwIfAny(String source, Map<String, String> origins) throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(
          source,
          problems.stream()
              .map(p -> new Problem(origins.getOrDefault(p.path(), p.path()), p.value(), p.rule()))
              .toList());
    }
  }
}
