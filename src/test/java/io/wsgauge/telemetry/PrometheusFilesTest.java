package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.testing.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The files below conf/prometheus, checked by Prometheus itself. */
class PrometheusFilesTest {
  private static final String DIRECTORY = "conf/prometheus/";

  @Test
  @DisplayName("Prometheus takes the rules")
  void rules() throws Exception {
    Promtool.assume();
    Promtool.run("check", "rules", DIRECTORY + "wsgauge.rules.yml");
  }

  @Test
  @DisplayName("each alert fires where it should, and not where it should not")
  void alerts() throws Exception {
    Promtool.assume();
    Promtool.run("test", "rules", DIRECTORY + "wsgauge.rules.test.yml");
  }

  @Test
  @DisplayName("Prometheus takes the example of its configuration")
  void config() throws Exception {
    Promtool.assume();
    Promtool.run("check", "config", DIRECTORY + "prometheus.yml");
  }

  @Test
  @DisplayName("the rules use metrics and labels that there are")
  void names() throws IOException {
    String rules = Files.readString(Path.of(DIRECTORY, "wsgauge.rules.yml"));
    assertEquals(Set.of(), MetricNames.unknown(rules));
    assertEquals(List.of(), MetricNames.empty(rules));
  }

  @Test
  @DisplayName("docs/operations.md names each alert")
  void documented() throws IOException {
    String document = Files.readString(Path.of("docs/operations.md"));
    assertEquals(
        List.of(),
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(Path.of(DIRECTORY, "wsgauge.rules.yml")))
            .results()
            .map(alert -> "`" + alert.group(1) + "`")
            .filter(name -> !document.contains(name))
            .toList());
  }
}
