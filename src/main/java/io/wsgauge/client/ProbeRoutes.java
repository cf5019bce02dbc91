package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
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
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetRules;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.status.ResultJson;
import io.wsgauge.telemetry.Exposition;
import io.wsgauge.text.Secrets;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /probe?target=NAME}, or a URL as {@code target} or {@code url}, with the options of
 * {@code module}: runs that once, now, and answers as blackbox_exporter does. The status is 200
 * whatever the run came to. Thread-safe.
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
    Duration timeout = timeout(context.request().getHeader(SCRAPE_TIMEOUT), target);
    AtomicBoolean gone = new AtomicBoolean();
    context.addEndHandler(ended -> gone.set(true));
    ready
        .run(target, timeout, gone::get)
        .compose(
            result -> {
              Exposition exposition =
                  isDebug(context)
                      ? debugged(target, result)
                      : ProbeMetrics.render(probe(target, result), Exposition.accepted(context));
              return Routes.notStored(context.response(), exposition.contentType())
                  .end(exposition.body());
            })
        .onFailure(
            e -> {
              if (e instanceof Problem) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
              }
              context.fail(e);
            });
  }

  private static boolean isDebug(RoutingContext context) {
    return context.queryParam("debug").contains("true");
  }

  /** For people: all that is known of the run, and behind it the metrics. */
  private static Exposition debugged(Target target, ProbeResult result) {
    Exposition metrics = ProbeMetrics.render(probe(target, result), null);
    Buffer text =
        Buffer.buffer("Result of the probe, as /api has it:\n")
            .appendString(new JsonObject(ResultJson.of(result)).encodePrettily())
            .appendString("\n\nMetrics that would have been returned:\n")
            .appendBuffer(metrics.body());
    return new Exposition(List.of(text), "text/plain; charset=utf-8");
  }

  private static Target target(RoutingContext context, OnDemandProber prober) {
    List<String> targets = context.queryParam("target");
    List<String> urls = context.queryParam("url");
    List<String> modules = context.queryParam("module");
    if (targets.size() + urls.size() != 1 || modules.size() > 1) {
      throw new Problem(
          Rule.PROBE_QUERY,
          "needs target=NAME, target=URL or url=URL, one of them and once, and may have module=NAME");
    }
    String module = modules.isEmpty() ? null : modules.get(0);
    TargetConfig options =
        prober
            .module(module)
            .orElseThrow(
                () ->
                    new Problem(
                        Rule.PROBE_QUERY, "no module " + module + " in client.probe.modules"));
    if (!urls.isEmpty()) {
      return of(urls.get(0), options, prober);
    }
    String asked = targets.get(0);
    return prober.target(asked).orElseGet(() -> of(url(asked, prober), options, prober));
  }

  /** The URL that is asked for by the parameter for names; without a scheme, it is ws. */
  private static String url(String asked, OnDemandProber prober) {
    if (asked.contains("://")) {
      return asked;
    }
    String url = "ws://" + asked;
    if (prober.allows(url)) {
      return url;
    }
    throw new Problem(Rule.TARGET, "no target " + asked + " in client.targets");
  }

  private static Target of(String url, TargetConfig options, OnDemandProber prober) {
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
    return Target.of(options.at(url)).get(0);
  }

  /** The timeout of the scrape; without one, twice that of the target, so that it can wait. */
  private static Duration timeout(@Nullable String header, Target target) {
    if (header == null) {
      return target.config().timeout().multipliedBy(2);
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
