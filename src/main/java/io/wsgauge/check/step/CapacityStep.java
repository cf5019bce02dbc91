package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens one after another, some at a time where that takes long, and holds them all, until enough
 * are open or three in a row are refused.
 */
final class CapacityStep implements Step<Capacity> {
  private static final int REFUSALS = 3;
  private static final Duration WAIT = Duration.ofMillis(1100);

  /** How long it is looked how often openings go well, where there is a limit of that. */
  private static final Duration PACE = Duration.ofSeconds(4);

  private static final Duration BETWEEN = Duration.ofMillis(40);

  /** Openings that went well. */
  private static final int ENOUGH = 15;

  /** Openings at a time where each takes longer than so many seconds. */
  private static final int BESIDE = 7;

  private static final double SLOW = 0.1;

  private final String name;
  private final int most;

  /** Whether one was refused that was opened beside others. */
  private boolean alone;

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
                path.retries().isLimited() || isLimited(capacity)
                    ? pace(path, new ArrayList<>(), path.clock().now() + PACE.toMillis() / 1e3)
                        .map(
                            attempts ->
                                capacity.withPace(new Pace(burst(path, capacity), attempts)))
                    : Future.succeededFuture(capacity));
  }

  /** Whether what was refused is let in later, with as many held. */
  private static boolean isLimited(Capacity capacity) {
    return capacity.afterWait() != null && capacity.afterWait().isUpgraded();
  }

  private static int burst(Path path, Capacity capacity) {
    return path.retries().isLimited() ? path.retries().burst() : capacity.held();
  }

  /** Opens again and again, to see how often that goes well. */
  private static Future<List<Attempt>> pace(Path path, List<Attempt> attempts, double until) {
    long well = attempts.stream().filter(Attempt::isUpgraded).count();
    // what was let in at once before may be let in at once again
    if (well > ENOUGH + path.retries().burst() || path.clock().now() > until) {
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
        .compose(v -> refusedBehindUpgrade(path, held, refusals))
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

  /** A gateway may answer 101 to all, and end those that are too many. */
  private static Future<Void> refusedBehindUpgrade(
      Path path, List<CheckSocket> held, List<Attempt> refusals) {
    return held.isEmpty()
        ? Future.succeededFuture()
        : path.after(RetryPolicy.lookFor(held.get(held.size() - 1).attempt()))
            .map(
                v -> {
                  List<CheckSocket> ended = held.stream().filter(s -> !s.isOpen()).toList();
                  if (ended.size() >= 2) {
                    ended.forEach(socket -> refusals.add(refused(socket)));
                    held.removeAll(ended);
                  }
                  return null;
                });
  }

  private static Attempt refused(CheckSocket socket) {
    socket.expectEnd(); // which this says
    return socket.attempt().endedAtOnce(socket.ending().result().code());
  }

  private Future<Void> hold(Path path, List<CheckSocket> held, List<Attempt> refusals) {
    Promise<Void> done = Promise.promise();
    hold(path, held, refusals, done);
    return done.future();
  }

  /**
   * Refusals before a success are forgotten: only those in a row say that it is full.
   *
   * @param done instead of a future for each opening, which would complete one within the other,
   *     and thousands of them overflow the stack
   */
  private void hold(Path path, List<CheckSocket> held, List<Attempt> refusals, Promise<Void> done) {
    if (held.size() >= most || refusals.size() >= REFUSALS) {
      done.complete();
      return;
    }
    boolean slow = path.openingSeconds() > SLOW && refusals.isEmpty() && !alone;
    int beside = slow ? Math.min(BESIDE, most - held.size()) : 1;
    List<Future<Dialed>> openings = new ArrayList<>();
    for (int i = 0; i < beside; i++) {
      openings.add(path.openBeyond(path.dialer().request()));
    }
    Future.join(openings)
        .map(
            all -> {
              openings.forEach(opening -> opened(opening.result(), beside > 1, held, refusals));
              return null;
            })
        .onSuccess(v -> hold(path, held, refusals, done))
        .onFailure(done::fail);
  }

  /** What is refused beside others is no refusal yet, but has each be opened alone from then on. */
  private void opened(
      Dialed dialed, boolean beside, List<CheckSocket> held, List<Attempt> refusals) {
    if (dialed.socket() != null) {
      refusals.clear();
      held.add(dialed.socket());
    } else if (beside) {
      alone = true;
    } else {
      refusals.add(dialed.attempt());
    }
  }

  private static Future<@Nullable Attempt> one(Path path, List<CheckSocket> held) {
    return path.openBeyond(path.dialer().request())
        .compose(
            dialed -> {
              CheckSocket socket = dialed.socket();
              if (socket == null) {
                return Future.succeededFuture(dialed.attempt());
              }
              held.add(socket);
              return Future.any(socket.ending(), path.after(RetryPolicy.lookFor(dialed.attempt())))
                  .map(any -> socket.isOpen() ? dialed.attempt() : refused(socket));
            });
  }

  private static Future<Void> release(List<CheckSocket> held) {
    List<Future<?>> ends = new ArrayList<>();
    held.forEach(socket -> ends.add(socket.close()));
    held.clear();
    return Future.all(ends).mapEmpty();
  }
}
