package io.wsgauge.client;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.client.ProbeMetrics.Measurement;
import io.wsgauge.handshake.Rule;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetRules;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.telemetry.Exposition;
import io.wsgauge.text.Secrets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /probe?target=NAME} or {@code ?url=URL}: runs that once, now, and answers as
 * blackbox_exporter does. The status is 200 whatever the run came to. Thread-safe.
 */
final class ProbeRoutes implements RouteGroup {
  private static final String SCRAPE_TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

  /** Seconds of the scrape's timeout that are left for the answer's way; of a short one, half. */
  private static final double MARGIN = 0.5;

  /** Seconds; as long as a target's timeout may be. */
  private static final double MAX_TIMEOUT = 3600;

  /** URLs as in the configuration. */
  private static final Pattern URL = Pattern.compile("wss?://[^\\s#]+");

  private final Supplier<@Nullable OnDemandProber> prober;

  /**
   * @param prober gives null while the client does not run
   */
  ProbeRoutes(Supplier<@Nullable OnDemandProber> prober) {
    this.prober = prober;
  }

  @Override
  public void mount(Router router) {
    Routes.get(router, "/probe").handler(this::probe);
  }

  private void probe(RoutingContext context) {
    OnDemandProber ready = prober.get();
    if (ready == null) {
      throw new Problem(Rule.CLIENT, "the client is not running");
    }
    Target target = target(context, ready);
    Duration timeout = timeout(context.request().getHeader(SCRAPE_TIMEOUT));
    if (!ready.take()) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      throw new Problem(Rule.PROBES, OnDemandProber.MAX_PROBES + " probes are under way");
    }
    ready
        .run(target, timeout)
        .compose(
            result -> {
              Exposition exposition =
                  ProbeMetrics.render(probe(target, result), Exposition.accepted(context));
              return Routes.notStored(context.response(), exposition.contentType())
                  .end(exposition.body());
            })
        .onFailure(context::fail);
  }

  private static Target target(RoutingContext context, OnDemandProber prober) {
    List<String> names = context.queryParam("target");
    List<String> urls = context.queryParam("url");
    if (names.size() + urls.size() != 1) {
      throw new Problem(Rule.PROBE_QUERY, "needs target=NAME or url=URL, one of them and once");
    }
    if (urls.isEmpty()) {
      String name = names.get(0);
      return prober
          .target(name)
          .orElseThrow(() -> new Problem(Rule.TARGET, "no target " + name + " in client.targets"));
    }
    String url = urls.get(0);
    if (!prober.allows(url)) {
      throw new Problem(
          Rule.PROBE_ALLOW, "no pattern of client.probe.allow matches " + Secrets.mask(url));
    }
    Optional<String> broken =
        URL.matcher(url).matches()
            ? TargetRules.brokenByUrl(url)
            : Optional.of("is no ws:// or wss:// URL");
    broken.ifPresent(
        rule -> {
          throw new Problem(Rule.PROBE_QUERY, "url " + Secrets.mask(url) + " " + rule);
        });
    return prober.targets(url).get(0);
  }

  /** The timeout of the scrape, or one that shortens no target's. */
  private static Duration timeout(@Nullable String header) {
    if (header == null) {
      return Duration.ofSeconds((long) MAX_TIMEOUT);
    }
    try {
      double seconds = Double.parseDouble(header);
      if (seconds > 0 && seconds < Double.POSITIVE_INFINITY) {
        double left = Math.min(MAX_TIMEOUT, seconds - Math.min(MARGIN, seconds / 2));
        return Duration.ofMillis(Math.max(1, Math.round(left * 1000)));
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    throw new Problem(
        Rule.SCRAPE_TIMEOUT, SCRAPE_TIMEOUT + " must be a number of seconds, not " + header);
  }

  private static Measurement probe(Target target, ProbeResult result) {
    Map<String, Duration> phases = new LinkedHashMap<>();
    result.phases().forEach((phase, duration) -> phases.put(phase.label(), duration));
    ConnectionInfo opened = result.opened();
    Reason reason = result.outcome() instanceof Failed failed ? failed.reason() : null;
    return new Measurement(
        result.succeeded(),
        result.duration(),
        result.phases().get(Phase.RESOLVE),
        phases,
        opened == null ? 0 : ipProtocol(opened.address().getAddress()),
        opened == null ? 0 : opened.status(),
        opened != null && opened.upgraded(),
        target.url().isTls(),
        opened == null ? null : opened.certificateNotAfter(),
        opened == null ? null : opened.tlsVersion(),
        reason == null ? "" : reason.label(),
        reason == Reason.REPLY_MISMATCH);
  }

  /**
   * @param address null where a proxy resolved it
   */
  private static int ipProtocol(@Nullable InetAddress address) {
    if (address == null) {
      return 0;
    }
    return address instanceof Inet4Address ? 4 : 6;
  }
}
