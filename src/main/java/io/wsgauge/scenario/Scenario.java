package io.wsgauge.scenario;

import java.util.Map;
import java.util.Optional;

/**
 * What one handshake asks for.
 *
 * @param values of the parameters that are there, by name
 */
record Scenario(Map<String, Object> values) {
  Scenario {
    values = Map.copyOf(values);
  }

  boolean has(Parameter<?> parameter) {
    return values.containsKey(parameter.name());
  }

  @SuppressWarnings("unchecked") // the parser puts what the parameter's own kind has made
  <T> Optional<T> get(Parameter<T> parameter) {
    return Optional.ofNullable((T) values.get(parameter.name()));
  }

  <T> T get(Parameter<T> parameter, T without) {
    return get(parameter).orElse(without);
  }
}
