package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricsDocTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(wsgauge_\\w+)` \\| (\\w+) \\|");

  /** Each name with its type, as the text has them. */
  private static Map<String, String> types(String text) {
    Map<String, String> types = new TreeMap<>();
    text.lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1))
        .forEach(words -> types.put(words[2], words[3]));
    return types;
  }

  @Test
  @DisplayName("the table of docs/metrics.md has the names and types that there are")
  void table() throws IOException {
    Map<String, String> told = new TreeMap<>();
    ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
        .results()
        .forEach(row -> told.put(row.group(1), row.group(2)));
    assertEquals(told, types(MetricNames.all().render(null, false).body().toString()));
  }
}
