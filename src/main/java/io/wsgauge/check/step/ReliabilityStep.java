package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Reliability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens one by one and holds nothing: what fails here, fails without load. */
final class ReliabilityStep implements Step<Reliability> {
  private static final int OPENINGS = 8;

  /** Openings where the first of them shows that some fail. */
  private static final int MORE_OPENINGS = 16;

  /** Refusals at the end of as many openings that are taken for a limit. */
  private static final int IN_A_ROW = 3;

  /** Time in which those are counted that are let in nevertheless. */
  private static final Duration PACED = Duration.ofMillis(2500);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** Time in which each path that is well tells the other end of an end. */
  private static final Duration TOLD = Duration.ofSeconds(1);

  /**
   * Seconds of an answer that takes longer than the end takes to arrive before the next opening.
   */
  private static final double SLOW = 0.05;

  /** Openings at a time where each takes longer than so many seconds, and none has failed. */
  private static final int BESIDE = 2;

  private static final double SLOW_OPENING = 0.1;

  /** Whether one has failed that was opened beside another. */
  private boolean alone;

  /** Whether ends have been told until now, so that they are worth waiting for. */
  private boolean isToldOfEnds = true;

  @Override
  public String name() {
    return "reliability";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(8).multipliedBy(MORE_OPENINGS).plus(PACED.multipliedBy(3L));
  }

  @Override
  public Future<Reliability> run(Path path) {
    return open(path, new ArrayList<>())
        .compose(
            attempts ->
                isLimited(attempts)
                    ? paced(path, attempts, path.clock().now() + PACED.toMillis() / 1e3)
                    : Future.succeededFuture(attempts))
        .map(
            attempts -> {
              if (attempts.stream().anyMatch(a -> !a.isUpgraded() && a.status() != 429)) {
                path.retries().flaky();
              }
              return new Reliability(attempts);
            });
  }

  /** Whether the last ones in a row were refused, as where too many have come in a time. */
  private static boolean isLimited(List<Attempt> attempts) {
    return attempts.subList(attempts.size() - IN_A_ROW, attempts.size()).stream()
        .noneMatch(Attempt::isUpgraded);
  }

  /** Goes on for a time, to see how many are let in of many. */
  private static Future<List<Attempt>> paced(Path path, List<Attempt> attempts, double until) {
    if (path.clock().now() > until) {
      return Future.succeededFuture(attempts);
    }
    return path.after(BETWEEN)
        .compose(v -> path.open(path.dialer().request()))
        .compose(
            dialed -> {
              attempts.add(dialed.attempt());
              if (dialed.socket() != null) {
                dialed.socket().drop(false);
              }
              return paced(path, attempts, until);
            });
  }

  private Future<List<Attempt>> open(Path path, List<Attempt> attempts) {
    boolean failing = attempts.stream().anyMatch(attempt -> !attempt.isUpgraded());
    if (attempts.size() >= (failing ? MORE_OPENINGS : OPENINGS)) {
      return Future.succeededFuture(attempts);
    }
    boolean slow = path.openingSeconds() > SLOW_OPENING && !failing && !alone;
    List<Future<Void>> openings = new ArrayList<>();
    for (int i = 0; i < (slow ? BESIDE : 1); i++) {
      openings.add(one(path, attempts, slow));
    }
    return Future.join(openings).compose(v -> open(path, attempts));
  }

  /** What fails beside another is no failure yet, but has each be opened alone from then on. */
  private Future<Void> one(Path path, List<Attempt> attempts, boolean beside) {
    return path.open(path.dialer().request())
        .compose(
            dialed -> {
              if (dialed.socket() == null && beside) {
                alone = true;
                return Future.succeededFuture();
              }
              attempts.add(dialed.attempt());
              return dialed.socket() == null
                  ? Future.succeededFuture()
                  : look(path, dialed.socket());
            });
  }

  /**
   * A gateway may answer 101 before it has asked its backend, and end the WebSocket when it has.
   */
  private Future<Void> look(Path path, CheckSocket socket) {
    Double answered = socket.attempt().answerSeconds();
    double answer = answered == null ? 0 : answered;
    Duration wait = RetryPolicy.lookFor(socket.attempt());
    return Future.any(socket.ending(), path.after(wait))
        .onSuccess(
            any -> {
              if (!socket.isOpen()) {
                path.retries().flakyBehindUpgrade();
              }
            })
        // what is still held would count where few are let in
        .compose(
            any ->
                isToldOfEnds && answer < SLOW
                    ? Future.any(socket.drop(false), path.after(TOLD))
                    : Future.succeededFuture())
        .map(
            any -> {
              isToldOfEnds &= answer >= SLOW || !socket.isOpen();
              socket.drop(false);
              return null;
            });
  }
}
