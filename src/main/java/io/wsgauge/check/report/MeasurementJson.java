package io.wsgauge.check.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measurements as JSON: each record an object with the names of its components, each enum in lower
 * case with hyphens. What was not measured has no key, and what may be a secret is masked.
 */
final class MeasurementJson {
  /** Characters of a text, such as a body, beyond which nobody reads. */
  private static final int MOST_TEXT = 1024;

  /** Headers of answers that say who answers, beside those that are harmless in a request. */
  private static final Set<String> OF_ANSWERS =
      Set.of(
          "server",
          "date",
          "age",
          "allow",
          "alt-svc",
          "location",
          "retry-after",
          "sec-websocket-accept",
          "x-cache",
          "x-varnish",
          "cf-ray");

  private MeasurementJson() {}

  static JsonObject of(Record measured) {
    JsonObject json = new JsonObject();
    for (RecordComponent component : measured.getClass().getRecordComponents()) {
      Object value = value(component.getName(), get(measured, component));
      if (value != null) {
        json.put(component.getName(), value);
      }
    }
    return json;
  }

  private static @Nullable Object get(Record measured, RecordComponent component) {
    try {
      return component.getAccessor().invoke(measured);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " of a public record", e);
    }
  }

  private static @Nullable Object value(String name, @Nullable Object value) {
    if (value instanceof Header header) {
      return new JsonArray().add(header.name()).add(header(name, header));
    }
    if (value instanceof Record inner) {
      return of(inner);
    }
    if (value instanceof Enum<?> constant) {
      return word(constant);
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject json = new JsonObject();
      map.forEach(
          (key, member) ->
              json.put(
                  key instanceof Enum<?> constant ? word(constant) : String.valueOf(key),
                  value(String.valueOf(key), member)));
      return json;
    }
    if (value instanceof Collection<?> list) {
      JsonArray json = new JsonArray();
      list.forEach(item -> json.add(value(name, item)));
      return json;
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? (Object) (Math.round(number * 1e6) / 1e6) : null;
    }
    return value instanceof String text ? text(name, text) : value;
  }

  private static String text(String name, String text) {
    if (name.equals("requestLine")) {
      int from = text.indexOf(' ') + 1;
      int version = text.lastIndexOf(" HTTP/"); // a target that was masked before has spaces
      int to = version < from ? text.length() : version;
      return text.substring(0, from)
          + Secrets.requestTarget(text.substring(from, to))
          + text.substring(to);
    }
    return Payloads.cut(
        name.equals("query") || name.equals("seenUri")
            ? Secrets.requestTarget((name.equals("query") ? "?" : "") + text)
            : Secrets.mask(text),
        MOST_TEXT);
  }

  private static String header(String name, Header header) {
    boolean answer = name.equals("headers") || name.equals("answer");
    return answer && OF_ANSWERS.contains(header.name().toLowerCase(Locale.ROOT))
        ? Secrets.mask(header.value())
        : Secrets.headerValue(header.name(), header.value());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
