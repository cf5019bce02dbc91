package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    Metrics metrics =
        new Metrics(null, new TelemetryConfig(true, true), "1.2", List.of("reply-timeout"));
    assertNotNull(metrics.cluster());
    TargetMetrics target = metrics.client().add("a", Map.of(), List.of("reply-timeout"));
    target.handshake("connect", Duration.ofMillis(1));
    target.certificateNotAfter(Instant.EPOCH);
    target.lastSuccess(Instant.EPOCH);
    target.silence(Duration.ofMillis(1), true);
    target.silence(Duration.ofMillis(1), false);
    target.findings(List.of(Map.entry("idle-timeout", "problem")));
    Map<String, String> told = new TreeMap<>();
    ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
        .results()
        .forEach(row -> told.put(row.group(1), row.group(2)));
    assertEquals(told, types(metrics.render(null, false).body().toString()));
  }
}
