package io.wsgauge.check.step;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How late the event loop of a check is, all along: what is measured while it is late may be of its
 * own making. Event loop only.
 */
final class OwnLag {
  private static final long INTERVAL_MILLIS = 10;

  /** Seconds for which single lags are kept. */
  private static final double KEPT = 120;

  private record Lag(double at, double seconds) {}

  private final Vertx vertx;
  private final CheckClock clock;

  /** Lags of which none that is larger follows. */
  private final Deque<Lag> lags = new ArrayDeque<>();

  private double dueAt;
  private double max;
  private boolean stopped;

  OwnLag(Vertx vertx, CheckClock clock) {
    this.vertx = vertx;
    this.clock = clock;
  }

  void start() {
    dueAt = clock.now() + INTERVAL_MILLIS / 1e3;
    vertx.setTimer(INTERVAL_MILLIS, fired -> beat());
  }

  void stop() {
    stopped = true;
  }

  private void beat() {
    double now = clock.now();
    double late = Math.max(0, now - dueAt);
    max = Math.max(max, late);
    while (!lags.isEmpty() && lags.getLast().seconds <= late) {
      lags.removeLast();
    }
    lags.add(new Lag(now, late));
    while (lags.getFirst().at < now - KEPT) {
      lags.removeFirst();
    }
    if (!stopped) {
      start();
    }
  }

  /** The largest since then, or the one that is just going on. */
  double since(double time) {
    double going = Math.max(0, clock.now() - dueAt);
    return lags.stream()
        .filter(lag -> lag.at >= time)
        .mapToDouble(Lag::seconds)
        .reduce(going, Math::max);
  }

  double max() {
    return max;
  }
}
