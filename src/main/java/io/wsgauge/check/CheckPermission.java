package io.wsgauge.check;

import com.google.re2j.Pattern;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wsgauge.check.step.Identification;
import io.wsgauge.handshake.Rule;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.TargetConfig.TlsConfig;
import io.wsgauge.server.Problem;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.Url;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which URLs may be checked: those that the configuration allows, and those that lead to this very
 * server, which one plain handshake on the WebSocket's path shows. A URL that does not is refused
 * in the same words and after the same time whatever is there, so that the handshake tells nothing
 * of the network behind this server; one that does is checked at the address that has answered,
 * whatever its name resolves to from then on. Event loop only.
 */
final class CheckPermission {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckPermission.class);

  /** The time for a handshake, which a URL that is refused takes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final CheckConfig config;
  private final OwnServer own;
  private final BufferBudget budget;
  private final List<Pattern> allowed;

  CheckPermission(Vertx vertx, CheckConfig config, OwnServer own, BufferBudget budget) {
    this.vertx = vertx;
    this.config = config;
    this.own = own;
    this.budget = budget;
    this.allowed = config.allow().stream().map(Pattern::compile).toList();
  }

  /**
   * Asks for a URL.
   *
   * @return host:port to connect to; empty for those of the URL. Fails with a {@link Problem}
   */
  Future<String> ask(String url) {
    if (allowed.stream().anyMatch(pattern -> pattern.matches(url))) {
      return Future.succeededFuture("");
    }
    Url parsed = Url.of(url);
    String place = url.split("\\?", 2)[0];
    if (place.equals(own.publicSocket())) {
      return Future.succeededFuture("");
    }
    return config.self() && parsed.path().endsWith(own.path())
        ? identify(url, place, parsed)
        : Future.failedFuture(refusal(url));
  }

  private Future<String> identify(String url, String place, Url parsed) {
    TargetConfig plain =
        TargetConfig.plain(place, place)
            .with(
                once -> once.connection(ConnectionMode.FRESH).tls(new TlsConfig("", "", "", true)));
    Promise<String> answer = Promise.promise();
    long timer = vertx.setTimer(TIMEOUT.toMillis(), fired -> answer.tryFail(refusal(url)));
    Identification.of(vertx, Target.of(plain).get(0), budget, TIMEOUT)
        .onSuccess(
            found -> {
              if (own.name().equals(found.node()) && vertx.cancelTimer(timer)) {
                answer.tryComplete(HostPort.of(found.address(), parsed.effectivePort()));
              }
            })
        .onFailure(error -> LOGGER.debug("Nobody was found at {}", Secrets.mask(url), error));
    return answer.future();
  }

  private Problem refusal(String url) {
    return new Problem(
        Rule.CHECK_ALLOW,
        "no pattern of check.allow matches "
            + Secrets.mask(url)
            + ", and it was not seen to lead to this server");
  }
}
