package io.wsgauge.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.server.SharedAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All metrics, and {@code GET /metrics}, which renders them on a worker thread: those of many
 * targets are megabytes. Thread-safe.
 */
public final class Metrics implements RouteGroup {
  public static final String PATH = "/metrics";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Vertx vertx;
  private final ServerMetrics server;
  private final ClientMetrics client;
  private final LoopDelay loopDelay;
  private final Counter reloads;

  @GuardedBy("this")
  private @Nullable ClusterMetrics cluster;

  /** One for each format that was asked for, of which there are few. */
  private final Map<Format, SharedAnswer<Exposition>> expositions = new ConcurrentHashMap<>();

  private record Format(String contentType, boolean gzip) {}

  /**
   * @param version of this build
   * @param failureReasons of the client, all that there are
   */
  public Metrics(Vertx vertx, TelemetryConfig config, String version, List<String> failureReasons) {
    this.vertx = vertx;
    Histograms histograms = new Histograms(config.classicHistograms());
    server = new ServerMetrics(registry, histograms);
    client = new ClientMetrics(failureReasons, histograms, config.zeroFailures());
    registry.register(client);
    loopDelay = new LoopDelay(registry, histograms);
    reloads =
        Counter.builder()
            .name("wsgauge_config_reloads_total")
            .help("Times that a changed configuration was read, by whether it is now used.")
            .labelNames("result")
            .withoutExemplars()
            .register(registry);
    reloads.initLabelValues("success");
    reloads.initLabelValues("failure");
    Info.builder()
        .name("wsgauge_build_info")
        .help("1; version of wsgauge, and of the Java that runs it.")
        .labelNames("version", "java")
        .register(registry)
        .addLabelValues(version, System.getProperty("java.version"));
  }

  public ServerMetrics server() {
    return server;
  }

  public ClientMetrics client() {
    return client;
  }

  /** The metrics of the cluster, which are there from the first call on. */
  public synchronized ClusterMetrics cluster() {
    if (cluster == null) {
      cluster = new ClusterMetrics(registry);
    }
    return cluster;
  }

  /** The delay of a loop; that of a server is measured already. */
  public LoopDelay loopDelay() {
    return loopDelay;
  }

  /**
   * A changed configuration was read.
   *
   * @param success whether it is now used
   */
  public void reload(boolean success) {
    reloads.labelValues(success ? "success" : "failure").inc();
  }

  @Override
  public void mount(Router router) {
    loopDelay.start(vertx);
    Routes.get(router, PATH).handler(this::serve);
  }

  /** Blocks for as long as there is to render. */
  Exposition render(String accept, boolean gzip) {
    return Exposition.of(registry.scrape(), accept, gzip);
  }

  private void serve(RoutingContext context) {
    Format format = new Format(Exposition.accepted(context), acceptsGzip(context));
    expositions
        .computeIfAbsent(
            format,
            wanted -> new SharedAnswer<>(vertx, () -> render(wanted.contentType(), wanted.gzip())))
        .send(context.request(), exposition -> begin(context.response(), exposition, format))
        .onFailure(context::fail);
  }

  private static List<Buffer> begin(
      HttpServerResponse response, Exposition exposition, Format format) {
    if (format.gzip()) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    Routes.notStored(response, exposition.contentType());
    return exposition.pieces();
  }

  private static boolean acceptsGzip(RoutingContext context) {
    return context.parsedHeaders().acceptEncoding().stream()
        .anyMatch(coding -> coding.value().equalsIgnoreCase("gzip") && coding.weight() > 0);
  }
}
