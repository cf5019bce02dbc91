package io.wsgauge.check;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.wsgauge.handshake.Rule;
import io.wsgauge.probe.Target;
import io.wsgauge.server.Problem;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.BufferBudget;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks for whoever asks over HTTP, a few at a time and no longer than a bound, and keeps
 * some results for a while. Its methods are for its own event loop alone, to which {@link #here}
 * brings.
 */
public final class CheckVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckVerticle.class);

  /** Bytes of an id, so that none is guessed. */
  private static final int ID_BYTES = 16;

  /** The time for a way, beside its horizon, after which it is given up. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final CheckConfig config;
  private final OwnServer own;
  private final BufferBudget budget;
  private final Function<String, Optional<Target>> targets;
  private final SecureRandom random = new SecureRandom();

  /** Checks by their ids, the oldest first. */
  private final Map<String, KeptCheck> checks = new LinkedHashMap<>();

  private final Map<KeptCheck, PathCheck> running = new LinkedHashMap<>();

  /** Those that run, or are about to. */
  private int underWay;

  private boolean stopped;
  private CheckPermission permission;

  /**
   * @param targets finds a configured one by its name
   */
  public CheckVerticle(
      CheckConfig config,
      OwnServer own,
      BufferBudget budget,
      Function<String, Optional<Target>> targets) {
    this.config = config;
    this.own = own;
    this.budget = budget;
    this.targets = targets;
  }

  @Override
  public Future<?> start() {
    permission = new CheckPermission(vertx, config, own, budget);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping();
    return Future.succeededFuture();
  }

  /** What a request is held to. */
  CheckConfig bounds() {
    return config;
  }

  /** Does something on this event loop, for who is on another and gets the result there. */
  <T> Future<T> here(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    Context caller = Vertx.currentContext();
    context.runOnContext(
        v ->
            Future.succeededFuture()
                .compose(now -> action.get())
                .onComplete(ended -> caller.runOnContext(back -> done.handle(ended))));
    return done.future();
  }

  /** Ends all checks, and begins none any more. */
  Future<Void> stopping() {
    stopped = true;
    running.values().forEach(PathCheck::cancel);
    checks.values().forEach(KeptCheck::end);
    checks.clear();
    return Future.succeededFuture();
  }

  /**
   * Begins a check.
   *
   * @return fails with a {@link Problem} where it is not allowed, or too many run
   */
  Future<KeptCheck> begin(CheckRequest request) {
    if (stopped) {
      return Future.failedFuture(goingAway());
    }
    if (underWay >= config.maxRunning()) {
      return Future.failedFuture(
          new Problem(Rule.CHECKS, underWay + " checks run (check.maxRunning)"));
    }
    underWay++;
    return Future.succeededFuture()
        .compose(counted -> path(request)) // also what is thrown is counted no more
        .compose(
            through ->
                request.direct().isEmpty()
                    ? Future.succeededFuture(run(request, through, null))
                    : at(request, request.direct()).map(past -> run(request, through, past)))
        .onFailure(refused -> underWay--);
  }

  private static Problem goingAway() {
    return new Problem(Rule.STOPPING, "the server is stopping");
  }

  private Future<Target> path(CheckRequest request) {
    if (request.target().isEmpty()) {
      return at(request, request.url());
    }
    return targets
        .apply(request.target())
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem(Rule.TARGET, "there is no target " + request.target())));
  }

  private Future<Target> at(CheckRequest request, String url) {
    return permission.ask(url).map(connectTo -> Target.of(request.at(url, connectTo)).get(0));
  }

  private KeptCheck run(CheckRequest request, Target through, @Nullable Target past) {
    if (stopped) { // while it was seen whether it is allowed
      throw goingAway();
    }
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    KeptCheck check =
        new KeptCheck(
            HexFormat.of().formatHex(id), Secrets.mask(through.url().toString()), TimeOfDay.now());
    PathCheck path =
        new PathCheck(
            vertx,
            budget,
            new PathCheck.Way(request.options(through), check.listener(false)),
            past == null ? null : new PathCheck.Way(request.options(past), check.listener(true)));
    makeRoom();
    checks.put(check.id(), check);
    running.put(check, path);
    Duration longest = LONGEST.plus(request.horizon()).multipliedBy(past == null ? 1 : 2);
    long timer = vertx.setTimer(longest.toMillis(), fired -> path.cancel());
    path.run()
        .compose(report -> vertx.executeBlocking(() -> KeptCheck.Written.of(report), false))
        .onComplete(
            ended -> {
              underWay--;
              running.remove(check);
              vertx.cancelTimer(timer);
            })
        .onSuccess(written -> ended(check, until -> check.done(written, until)))
        .onFailure(
            error -> {
              LOGGER.debug("A check has failed", error);
              ended(check, until -> check.failed(ErrorText.of(error), until));
            });
    return check;
  }

  private void ended(KeptCheck check, Consumer<Instant> end) {
    end.accept(TimeOfDay.now().plus(config.keep()));
    String id = check.id(); // since the timer must not keep what is forgotten before
    vertx.setTimer(Math.max(1, config.keep().toMillis()), fired -> checks.remove(id));
  }

  /** Forgets the oldest results where there are as many as may be, those that run aside. */
  private void makeRoom() {
    checks.values().stream()
        .filter(check -> !check.isRunning())
        .map(KeptCheck::id)
        .limit(Math.max(0, checks.size() - running.size() - config.maxKept() + 1L))
        .toList()
        .forEach(checks::remove);
  }

  /**
   * The check of that id.
   *
   * @return fails with a {@link Problem} where there is none
   */
  Future<KeptCheck> find(String id) {
    KeptCheck check = checks.get(id);
    return check == null
        ? Future.failedFuture(new Problem(Rule.CHECK, "there is no such check"))
        : Future.succeededFuture(check);
  }

  /** Ends the check of that id where it runs, and forgets it. */
  Future<Void> forget(String id) {
    return find(id)
        .map(
            check -> {
              checks.remove(id);
              PathCheck path = running.get(check);
              if (path != null) {
                path.cancel();
              }
              check.end();
              return null;
            });
  }
}
