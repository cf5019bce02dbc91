package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
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
    return path.patience(2).multipliedBy(most + REFUSALS + 2L).plus(WAIT);
  }

  @Override
  public Future<Capacity> run(Path path) {
    double begun = path.clock().now();
    List<CheckSocket> held = new ArrayList<>();
    List<Attempt> refusals = new ArrayList<>();
    return hold(path, held, refusals)
        .compose(
            v -> {
              int count = held.size();
              double seconds = path.clock().now() - begun;
              if (refusals.size() < REFUSALS) {
                return release(held)
                    .map(new Capacity(most, count, List.copyOf(refusals), null, null, seconds));
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
