package io.wsgauge.client;

import com.google.re2j.Pattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wsgauge.probe.ProbeFactory;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs targets when it is asked to, each over a connection of its own, beside their loops.
 * Thread-safe.
 */
final class OnDemandProber {
  /** Probes under way at a time; each holds a connection, and messages of up to a MiB. */
  static final int MAX_PROBES = 20;

  private final Context context;
  private final ProbeFactory probes;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Map<String, Target> targets = Map.of();
  private volatile @Nullable TargetConfig ofUrl;
  private volatile List<Pattern> allowed = List.of();

  /**
   * @param context that the probes run in
   */
  OnDemandProber(Context context, ProbeFactory probes) {
    this.context = context;
    this.probes = probes;
  }

  /** Knows these targets from now on, and no others. */
  void update(ClientConfig config, List<Target> targets) {
    this.targets = targets.stream().collect(Collectors.toMap(Target::name, Function.identity()));
    ofUrl = config.defaults().withoutSecrets();
    allowed = config.probe().allow().stream().map(Pattern::compile).toList();
  }

  /** The target of that name; empty without one. */
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
    return Target.of(Objects.requireNonNull(ofUrl, "no URL is allowed before").at(url));
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
   * One run over a fresh connection. Event loop only.
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
                .compose(begun -> probes.once(target, timeout).run(1))
                .onComplete(ended -> underWay.decrementAndGet())
                .onComplete(ended -> caller.runOnContext(back -> done.handle(ended))));
    return done.future();
  }
}
