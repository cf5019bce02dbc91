package io.wsgauge.client;

import com.google.re2j.Pattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.wsgauge.probe.AddressRotation;
import io.wsgauge.probe.ConnectOptions;
import io.wsgauge.probe.Exchange;
import io.wsgauge.probe.ProbeConnection;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.probe.Trust;
import io.wsgauge.probe.WebSocketProbe;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs targets when it is asked to, each over a connection of its own, beside their loops. Any
 * thread.
 */
final class OnDemandProber {
  /** Under way at a time; each holds a connection, and messages of up to a MiB. */
  static final int MAX_PROBES = 20;

  private static final ProbeConnection.Listener NOBODY =
      new ProbeConnection.Listener() {
        @Override
        public void sent() {}

        @Override
        public void replied(boolean text, Buffer payload, Duration roundTrip) {}
      };

  private final Context context;
  private final WebSocketClient client;
  private final BufferBudget budget;
  private final String userAgent;
  private final Trust trust;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Map<String, Target> targets = Map.of();
  private volatile TargetConfig ofUrl;
  private volatile List<Pattern> allowed = List.of();

  /**
   * @param context that the client belongs to
   */
  OnDemandProber(
      Context context, WebSocketClient client, BufferBudget budget, String userAgent, Trust trust) {
    this.context = context;
    this.client = client;
    this.budget = budget;
    this.userAgent = userAgent;
    this.trust = trust;
  }

  /** Knows these targets from now on, and no others. */
  void update(ClientConfig config, List<Target> targets) {
    this.targets = targets.stream().collect(Collectors.toMap(Target::name, Function.identity()));
    ofUrl = config.defaults().withoutSecrets();
    allowed = config.probe().allow().stream().map(Pattern::compile).toList();
  }

  /** Empty when there is none of that name. */
  Optional<Target> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** Whether the configuration lets anybody have this URL run. */
  boolean allows(String url) {
    return allowed.stream().anyMatch(pattern -> pattern.matches(url));
  }

  /**
   * What the defaults make of a URL, without credentials, headers and client certificate: those are
   * for the targets that were chosen for them.
   *
   * @throws IllegalArgumentException with what is wrong with the URL
   */
  List<Target> targets(String url) {
    return Target.of(ofUrl.at(url));
  }

  /** Whether there is room for one more; if so, {@link #run} is to follow. */
  boolean take() {
    if (underWay.incrementAndGet() <= MAX_PROBES) {
      return true;
    }
    underWay.decrementAndGet();
    return false;
  }

  /**
   * One run over a fresh connection. To be called on an event loop.
   *
   * @param timeout if it is shorter than the target's own
   * @return in the caller's context; fails where the run cannot be made, for want of memory
   */
  Future<ProbeResult> run(Target target, Duration timeout) {
    Promise<ProbeResult> done = Promise.promise();
    Context caller = Vertx.currentContext();
    context.runOnContext(
        v ->
            Future.succeededFuture()
                .compose(begun -> start(target, timeout))
                .onComplete(ended -> underWay.decrementAndGet())
                .onComplete(ended -> caller.runOnContext(back -> done.handle(ended))));
    return done.future();
  }

  private Future<ProbeResult> start(Target target, Duration timeout) {
    Duration own = target.config().timeout();
    WebSocketProbe run =
        new WebSocketProbe(
            context,
            target,
            timeout.compareTo(own) < 0 ? timeout : own,
            1,
            new Exchange.Template(target.config()),
            null,
            budget,
            NOBODY);
    return run.start(
            client,
            () -> new ConnectOptions(target, userAgent, trust).read(context.owner()),
            new AddressRotation(target.family()))
        .onSuccess(
            result -> {
              if (run.connection() != null) {
                run.connection().close();
              }
            });
  }
}
