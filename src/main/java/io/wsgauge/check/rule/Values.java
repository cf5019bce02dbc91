package io.wsgauge.check.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Values of findings, in the order in which they are given; numbers to a thousandth. */
final class Values {
  private final Map<String, Object> values = new LinkedHashMap<>();

  static Values of(String key, Object value) {
    return new Values().and(key, value);
  }

  /** The minimum of the samples as the value, and the samples. */
  static Values minimum(String key, List<Double> samples) {
    double min = Collections.min(samples);
    return of(key, min)
        .and("min", min)
        .and("max", Collections.max(samples))
        .and("samples", samples.stream().sorted().map(Values::rounded).toList());
  }

  Values and(String key, Object value) {
    values.put(key, value instanceof Double number ? (Object) rounded(number) : value);
    return this;
  }

  Map<String, Object> map() {
    return Collections.unmodifiableMap(values);
  }

  private static double rounded(double number) {
    return Math.round(number * 1000) / 1000.0;
  }

  /** {@code 60 s}, {@code 1.5 s}, {@code 150 ms}. */
  static String seconds(double seconds) {
    if (seconds > 0 && seconds < 1) {
      return String.format(Locale.ROOT, seconds < 0.01 ? "%.1f ms" : "%.0f ms", seconds * 1000);
    }
    String text = String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.1f", seconds);
    return text.replaceFirst("[.]?0+$", "") + " s";
  }
}
