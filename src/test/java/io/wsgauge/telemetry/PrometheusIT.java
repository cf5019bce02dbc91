package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
  private static final long TIMEOUT_NANOS = 30_000_000_000L;
  private static final String MISSING = "no prometheus with promtool on the PATH";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

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
    return TestService.start(
        vertx,
        """
        {"client": {"targets": [{"name": "a", "url": "self"}, {"name": "b", "url": "self"}]}}
        """);
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
    Metrics metrics = new Metrics(vertx, "test", List.of("reply-timeout"));
    TargetMetrics target = metrics.client().add("a", Map.of("team", "core"));
    target.handshake("connect", Duration.ofMillis(1));
    target.certificateNotAfter(Instant.ofEpochSecond(1_800_000_000));
    target.lastSuccess(Instant.ofEpochSecond(1_800_000_000));
    metrics.client().add("b", Map.of());
    assertEquals("0 ", promtool(metrics.render(null, false).body().getBytes()));
  }

  @Test
  @DisplayName("Prometheus scrapes the service, which is up and of whose series it has each")
  void scrape(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        scrape_configs:
          - job_name: wsgauge
            scrape_interval: 200ms
            scrape_timeout: 200ms
            static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(service.port()));
    int port = freePort();
    Process prometheus =
        new ProcessBuilder(
                "prometheus",
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      awaitOne(port, "up{job=\"wsgauge\"}", "1");
      awaitOne(port, "wsgauge_server_connections", "2");
      awaitOne(port, "count(wsgauge_build_info)", "1");
    } finally {
      prometheus.destroy();
      prometheus.waitFor(20, TimeUnit.SECONDS);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean hasOne(String answer, String value) {
    JsonArray result = new JsonObject(answer).getJsonObject("data").getJsonArray("result");
    return result.size() == 1
        && result.getJsonObject(0).getJsonArray("value").getString(1).equals(value);
  }

  /** Waits until the query has one result, of this value. */
  private void awaitOne(int port, String query, String value) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(query, StandardCharsets.UTF_8)));
    long end = System.nanoTime() + TIMEOUT_NANOS;
    String answer = "";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> response =
            CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        answer = response.body();
        if (response.statusCode() == 200 && hasOne(answer, value)) { // 503 while it starts
          return;
        }
      } catch (ConnectException e) {
        Thread.onSpinWait(); // it does not listen yet
      }
    }
    throw new AssertionError(
        query + ": " + answer + "\n" + Files.readString(directory.resolve("log")));
  }
}
