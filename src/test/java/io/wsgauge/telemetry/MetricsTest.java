package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics =
      new Metrics(null, new TelemetryConfig(true, true), "1.2", List.of("reply-timeout"));

  @Test
  @DisplayName("the build is told by its version and that of Java")
  void build() {
    String java = System.getProperty("java.version");
    assertEquals(
        1, Series.of(metrics).value("wsgauge_build_info{java=\"" + java + "\",version=\"1.2\"}"));
  }

  @Test
  @DisplayName("reloads are counted by whether they succeed, from 0")
  void reloads() {
    metrics.reload(true);
    Series series = Series.of(metrics);
    assertEquals(1, series.value("wsgauge_config_reloads_total{result=\"success\"}"));
    assertEquals(0, series.value("wsgauge_config_reloads_total{result=\"failure\"}"));
  }

  @Test
  @DisplayName("OpenMetrics names units, and ends with a mark")
  void openMetrics() {
    Exposition exposition = metrics.render("application/openmetrics-text; version=1.0.0", false);
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8", exposition.contentType());
    String text = exposition.body().toString();
    assertTrue(text.contains("# UNIT wsgauge_event_loop_delay_seconds seconds\n"), text);
    assertTrue(text.endsWith("# EOF\n"), text);
  }
}
