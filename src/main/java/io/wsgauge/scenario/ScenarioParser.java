package io.wsgauge.scenario;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.wsgauge.text.Suggestion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes a scenario of a query, or says all that is wrong with it. Thread-safe. */
final class ScenarioParser {
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_SHOWN = 80;

  private final List<OptionGroup> parts;
  private final Map<String, Parameter<?>> known = new LinkedHashMap<>();

  ScenarioParser(List<OptionGroup> parts) {
    this.parts = parts;
    for (OptionGroup part : parts) {
      part.parameters().forEach(parameter -> known.put(parameter.name(), parameter));
    }
  }

  /**
   * @param query without its question mark
   * @throws ScenarioException when it is no scenario
   */
  Scenario parse(String query) throws ScenarioException {
    List<String> problems = new ArrayList<>();
    Map<String, List<String>> given = decode(query);
    Map<String, Object> values = new LinkedHashMap<>();
    given.forEach((name, all) -> read(name, all, values, problems));
    Scenario scenario = new Scenario(values);
    for (Parameter<?> parameter : known.values()) {
      if (scenario.has(parameter)
          && !parameter.needs().isEmpty()
          && parameter.needs().stream().noneMatch(given::containsKey)) {
        String value = first(given, parameter);
        problems.add(
            shown(parameter.name(), value, "needs " + String.join(" or ", parameter.needs())));
      }
    }
    for (OptionGroup part : parts) {
      part.check(
          scenario,
          (parameter, rule) ->
              problems.add(shown(parameter.name(), first(given, parameter), rule)));
    }
    if (!problems.isEmpty()) {
      throw new ScenarioException(String.join("; ", problems));
    }
    return scenario;
  }

  private static Map<String, List<String>> decode(String query) throws ScenarioException {
    try {
      return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS, true)
          .parameters();
    } catch (IllegalArgumentException e) {
      throw new ScenarioException(
          "the query cannot be decoded: " + cut(String.valueOf(e.getMessage())));
    }
  }

  private static String first(Map<String, List<String>> given, Parameter<?> parameter) {
    return Objects.requireNonNull(given.get(parameter.name()), "only what is given is judged")
        .get(0);
  }

  private void read(
      String name, List<String> given, Map<String, Object> values, List<String> problems) {
    Parameter<?> parameter = known.get(name);
    if (parameter == null) {
      problems.add(shown(name, given.get(0), "unknown key" + Suggestion.of(name, known.keySet())));
      return;
    }
    if (given.size() > 1) {
      problems.add(name + ": is there " + given.size() + " times");
      return;
    }
    Optional<?> value = parameter.kind().parser().apply(given.get(0));
    if (value.isPresent()) {
      values.put(name, value.get());
    } else {
      problems.add(shown(name, given.get(0), parameter.kind().rule()));
    }
  }

  private static String shown(String name, String value, String rule) {
    return cut(name) + "=" + cut(value) + ": " + rule;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
