package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens one after another and holds them all, until enough are open or three in a row are refused.
 */
final class CapacityStep implements Step<Capacity> {
  private static final int REFUSALS = 3;
  private static final Duration WAIT = Duration.ofMillis(1100);

  /** How long it is looked how often openings go well, where there is a limit of that. */
  private static final Duration PACE = Duration.ofSeconds(4);

  private static final Duration BETWEEN = Duration.ofMillis(40);

  /** Openings that went well. */
  private static final int ENOUGH = 15;

  private final String name;
  private final int most;

  /**
   * @param most that are held
   */
  CapacityStep(String name, int most) {
    this.name = name;
    this.most = most;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(2).multipliedBy(most + REFUSALS + 2L).plus(WAIT).plus(PACE);
  }

  @Override
  public Future<Capacity> run(Path path) {
    double begun = path.clock().now();
    List<CheckSocket> held = new ArrayList<>();
    List<Attempt> refusals = new ArrayList<>();
    return held(path, begun, held, refusals)
        .compose(
            capacity ->
                path.isLimited()
                    ? pace(path, new ArrayList<>(), path.clock().now() + PACE.toMillis() / 1e3)
                        .map(attempts -> with(capacity, new Pace(path.burst(), attempts)))
                    : Future.succeededFuture(capacity));
  }

  private static Capacity with(Capacity capacity, Pace pace) {
    return new Capacity(
        capacity.asked(),
        capacity.held(),
        capacity.refusals(),
        capacity.afterWait(),
        capacity.afterRelease(),
        pace,
        capacity.seconds());
  }

  /** Opens again and again, to see how often that goes well. */
  private static Future<List<Attempt>> pace(Path path, List<Attempt> attempts, double until) {
    long well = attempts.stream().filter(Attempt::isUpgraded).count();
    boolean refused = attempts.stream().anyMatch(attempt -> !attempt.isUpgraded());
    boolean free = attempts.size() > ENOUGH && !refused;
    if (free || (refused && well > ENOUGH + path.burst()) || path.clock().now() > until) {
      return Future.succeededFuture(attempts);
    }
    return path.openNow(path.dialer().request())
        .compose(
            dialed -> {
              attempts.add(dialed.attempt());
              if (dialed.socket() != null) {
                dialed.socket().drop(false);
              }
              return path.after(BETWEEN).compose(v -> pace(path, attempts, until));
            });
  }

  private Future<Capacity> held(
      Path path, double begun, List<CheckSocket> held, List<Attempt> refusals) {
    return hold(path, held, refusals)
        .compose(
            v -> {
              int count = held.size();
              double seconds = path.clock().now() - begun;
              if (refusals.size() < REFUSALS) {
                return release(held)
                    .map(
                        new Capacity(
                            most, count, List.copyOf(refusals), null, null, null, seconds));
              }
              return path.after(WAIT)
                  .compose(waited -> one(path, held))
                  .compose(
                      afterWait ->
                          release(held)
                              .compose(released -> one(path, held))
                              .compose(
                                  afterRelease ->
                                      release(held)
                                          .map(
                                              new Capacity(
                                                  most,
                                                  count,
                                                  List.copyOf(refusals),
                                                  afterWait,
                                                  afterRelease,
                                                  null,
                                                  seconds))));
            });
  }

  /** Refusals before a success are forgotten: only those in a row say that it is full. */
  private Future<Void> hold(Path path, List<CheckSocket> held, List<Attempt> refusals) {
    if (held.size() >= most || refusals.size() >= REFUSALS) {
      return Future.succeededFuture();
    }
    return path.openBeyond(path.dialer().request())
        .compose(
            dialed -> {
              if (dialed.socket() == null) {
                refusals.add(dialed.attempt());
              } else {
                refusals.clear();
                held.add(dialed.socket());
              }
              return hold(path, held, refusals);
            });
  }

  private static Future<@Nullable Attempt> one(Path path, List<CheckSocket> held) {
    return path.openBeyond(path.dialer().request())
        .map(
            dialed -> {
              if (dialed.socket() != null) {
                held.add(dialed.socket());
              }
              return dialed.attempt();
            });
  }

  private static Future<Void> release(List<CheckSocket> held) {
    List<Future<?>> ends = new ArrayList<>();
    held.forEach(socket -> ends.add(socket.close()));
    held.clear();
    return Future.all(ends).mapEmpty();
  }
}
