package io.wsgauge.client;

import com.google.re2j.Pattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wsgauge.handshake.Rule;
import io.wsgauge.probe.ProbeFactory;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.server.Problem;
import io.wsgauge.text.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs targets when it is asked to, each over a connection of its own, beside their loops. So many
 * run at a time; more wait, up to a number. Thread-safe.
 */
final class OnDemandProber {
  private final Context context;
  private final ProbeFactory probes;
  private volatile Map<String, Target> targets = Map.of();
  private volatile Map<String, TargetConfig> modules = Map.of();
  private volatile @Nullable TargetConfig defaults;
  private volatile List<Pattern> allowed = List.of();

  /** Those that wait, first come first served; of the context alone, as is all below. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private int maxProbes;
  private int maxQueue;
  private int underWay;

  /**
   * A run that waits.
   *
   * @param gone whether nobody wants its result any more
   * @param asked in {@link System#nanoTime}
   * @param timer that ends the wait
   */
  private record Waiting(
      Target target,
      Duration timeout,
      BooleanSupplier gone,
      Promise<ProbeResult> done,
      long asked,
      long timer) {}

  /**
   * @param context that the probes run in
   */
  OnDemandProber(Context context, ProbeFactory probes) {
    this.context = context;
    this.probes = probes;
  }

  /** Knows these targets from now on, and no others. Context only. */
  void update(ClientConfig config, List<Target> targets) {
    this.targets = targets.stream().collect(Collectors.toMap(Target::name, Function.identity()));
    defaults = config.defaults().withoutSecrets();
    modules =
        config.probe().modules().stream()
            .collect(Collectors.toMap(TargetConfig::name, Function.identity()));
    allowed = config.probe().allow().stream().map(Pattern::compile).toList();
    maxProbes = config.probe().maxProbes();
    maxQueue = config.probe().maxQueue();
    next(); // more may run now
  }

  /** The target of that name; empty without one. */
  Optional<Target> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /**
   * What URLs run with: the module of that name, or the defaults without one; empty where there is
   * no such module. Both have no credentials, headers and client certificate of the defaults: those
   * are for the targets that were chosen for them.
   */
  Optional<TargetConfig> module(@Nullable String name) {
    return Optional.ofNullable(name == null ? defaults : modules.get(name));
  }

  /** Whether the configuration lets anybody have this URL run. */
  boolean allows(String url) {
    return allowed.stream().anyMatch(pattern -> pattern.matches(url));
  }

  /**
   * One run over a fresh connection, at once or after a wait of up to half of the timeout, so that
   * the rest is enough for a run. Event loop only.
   *
   * @param timeout of wait and run together; the target's own still holds for the run
   * @param gone whether nobody wants the result any more; thread-safe
   * @return in the caller's context; fails with a {@link Problem} where too many are under way, and
   *     where the run cannot be made, for want of memory
   */
  Future<ProbeResult> run(Target target, Duration timeout, BooleanSupplier gone) {
    Promise<ProbeResult> done = Promise.promise();
    Context caller = Vertx.currentContext();
    context.runOnContext(v -> start(target, timeout, gone, done));
    Promise<ProbeResult> answer = Promise.promise();
    done.future().onComplete(ended -> caller.runOnContext(back -> answer.handle(ended)));
    return answer.future();
  }

  private void start(
      Target target, Duration timeout, BooleanSupplier gone, Promise<ProbeResult> done) {
    if (underWay < maxProbes) {
      run(target, timeout, done);
      return;
    }
    if (waiting.size() >= maxQueue) {
      waiting.removeIf(this::abandoned);
    }
    if (waiting.size() >= maxQueue) {
      done.fail(
          new Problem(
              Rule.PROBES,
              "%d under way and %d waiting (client.probe.maxProbes, client.probe.maxQueue)"
                  .formatted(underWay, waiting.size())));
      return;
    }
    Duration longest = timeout.dividedBy(2);
    long timer =
        context.owner().setTimer(Math.max(1, longest.toMillis()), fired -> giveUp(fired, longest));
    waiting.add(new Waiting(target, timeout, gone, done, System.nanoTime(), timer));
  }

  private void giveUp(long timer, Duration longest) {
    for (Waiting one : waiting) {
      if (one.timer() == timer) {
        waiting.remove(one);
        one.done()
            .fail(
                new Problem(
                    Rule.PROBES,
                    "none of %d ended within %s (client.probe.maxProbes)"
                        .formatted(underWay, Durations.format(longest))));
        return;
      }
    }
  }

  private boolean abandoned(Waiting one) {
    if (!one.gone().getAsBoolean()) {
      return false;
    }
    context.owner().cancelTimer(one.timer());
    one.done().fail("nobody wants to know it any more");
    return true;
  }

  private void run(Target target, Duration timeout, Promise<ProbeResult> done) {
    underWay++;
    Future.succeededFuture()
        .compose(begun -> probes.once(target, timeout).run(1))
        .onComplete(ended -> underWay--)
        .onComplete(ended -> next())
        .onComplete(done);
  }

  /** Fails those that wait. Context only. */
  void stop() {
    maxProbes = 0;
    maxQueue = 0;
    for (Waiting one : waiting) {
      context.owner().cancelTimer(one.timer());
      one.done().fail(new Problem(Rule.STOPPING, "the server is stopping"));
    }
    waiting.clear();
  }

  private void next() {
    while (underWay < maxProbes) {
      Waiting one = waiting.poll();
      if (one == null) {
        return;
      }
      if (!abandoned(one)) {
        context.owner().cancelTimer(one.timer());
        Duration left = one.timeout().minusNanos(System.nanoTime() - one.asked());
        if (left.toMillis() < 1) {
          one.done().fail(new Problem(Rule.PROBES, "no time is left (client.probe.maxProbes)"));
        } else {
          run(one.target(), left, one.done());
        }
      }
    }
  }
}
