package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says of the metrics, where it is installed. */
@ExtendWith(VertxExtension.class)
class PrometheusIT {
  private static final String MISSING = "no prometheus with promtool on the PATH";
  private static final Path RULES = Path.of("conf/prometheus/wsgauge.rules.yml");

  @TempDir private Path directory;

  private static boolean onPath(String name) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, name)));
  }

  @BeforeEach
  void skipWithoutPrometheus(TestInfo test) {
    boolean there = onPath("prometheus") && onPath("promtool");
    if (!there && "required".equals(System.getenv("WSGAUGE_TEST_PROMETHEUS"))) {
      throw new AssertionError(MISSING);
    }
    if (!there) {
      System.err.println("Skipped, " + MISSING + ": " + test.getDisplayName());
    }
    Assumptions.assumeTrue(there, MISSING);
  }

  private static TestService start(Vertx vertx) throws Exception {
    return start(vertx, "");
  }

  /**
   * @param more sections
   */
  private static TestService start(Vertx vertx, String more) throws Exception {
    return TestService.start(
        vertx,
        """
        {%s "client": {"targets": [{"name": "a", "url": "self"}, {"name": "b", "url": "self"}]}}
        """
            .formatted(more));
  }

  private String promtool(byte[] metrics) throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve("metrics"), metrics);
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    return code + " " + Files.readString(output);
  }

  @Test
  @DisplayName("promtool finds nothing to complain of")
  void check(Vertx vertx) throws Exception {
    assertEquals("0 ", promtool(Scrape.get(start(vertx)).body()));
  }

  @Test
  @DisplayName("promtool finds nothing to complain of with all that a target can have")
  void checkTarget(Vertx vertx) throws Exception {
    Metrics metrics =
        new Metrics(vertx, new TelemetryConfig(true, true), "test", List.of("reply-timeout"));
    TargetMetrics target =
        metrics.client().add("a", Map.of("team", "core"), List.of("reply-timeout"));
    target.handshake("connect", Duration.ofMillis(1));
    target.certificateNotAfter(Instant.ofEpochSecond(1_800_000_000));
    target.lastSuccess(Instant.ofEpochSecond(1_800_000_000));
    metrics.client().add("b", Map.of(), List.of());
    assertEquals("0 ", promtool(metrics.render(null, false).body().getBytes()));
  }

  @Test
  @DisplayName("Prometheus scrapes the service, which is up and of whose series it has each")
  void scrape(Vertx vertx) throws Exception {
    try (Prometheus prometheus = scraping(start(vertx))) {
      prometheus.await("up{job=\"wsgauge\"}", "1");
      prometheus.await("wsgauge_server_connections", "2");
      prometheus.await("count(wsgauge_build_info)", "1");
    }
  }

  @Test
  @DisplayName("Prometheus with native histograms has those, and the rules go by them")
  void nativeHistograms(Vertx vertx) throws Exception {
    TestService service = start(vertx, "\"telemetry\": {\"classicHistograms\": false},");
    try (Prometheus prometheus = scraping(service, "--enable-feature=native-histograms")) {
      prometheus.await("up{job=\"wsgauge\"}", "1");
      prometheus.await("count(histogram_count(wsgauge_client_round_trip_seconds) > 0)", "2");
      prometheus.await("count(target:wsgauge_client_round_trip_seconds:p99_10m > 0)", "2");
      prometheus.await("count(target:wsgauge_client_round_trip_seconds:increase10m > 0)", "2");
      prometheus.await("count(instance:wsgauge_event_loop_delay_over_100ms:ratio5m >= 0)", "1");
      assertEquals(0, prometheus.count("wsgauge_client_round_trip_seconds_bucket"));
    }
  }

  private Prometheus scraping(TestService service, String... options) throws IOException {
    Path rules = Files.copy(RULES, directory.resolve("rules.yml"));
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {evaluation_interval: 200ms}
        rule_files: [%s]
        scrape_configs:
          - job_name: wsgauge
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(rules, service.port()));
    return Prometheus.start(directory, options);
  }
}
