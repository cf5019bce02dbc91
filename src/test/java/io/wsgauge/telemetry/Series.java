package io.wsgauge.telemetry;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** The samples of a text in one of Prometheus' formats, each by its name and labels as written. */
public record Series(Map<String, String> values) {
  public static Series of(String text) {
    Map<String, String> values = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(line.substring(0, space), line.substring(space + 1));
            });
    return new Series(values);
  }

  public static Series of(Metrics metrics) {
    return of(metrics.render(null, false).body().toString());
  }

  double value(String series) {
    String value = values.get(series);
    if (value == null) {
      throw new NoSuchElementException(series + " in " + String.join("\n", values.keySet()));
    }
    return Double.parseDouble(value);
  }

  /** Of those whose name begins like this. */
  List<String> names(String prefix) {
    return values.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
  }
}
