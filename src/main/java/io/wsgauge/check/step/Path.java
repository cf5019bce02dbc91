package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The path that is checked, as the steps share it: how to open connections over it, and what is
 * known of it by now. Event loop only.
 */
final class Path {
  /** The shortest wait for anything that a healthy path answers at once. */
  private static final double SHORTEST_WAIT = 2.0;

  private static final double LONGEST_WAIT = 10.0;

  private final Vertx vertx;
  private final CheckClock clock;
  private final OwnLag lag;
  private final Dialer dialer;
  private final Duration horizon;
  private final List<Interruption> interruptions = new ArrayList<>();
  private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
  private int voided;

  /** WebSockets that may be open at a time, and that are or are being opened. */
  private int room = Survey.MOST_HELD;

  private int open;

  /** How long an opening took at most by now, in seconds; 0 before the first. */
  private double openingSeconds;

  /** What the server has said of itself; null before, and of one that is no wsgauge. */
  private @Nullable View view;

  /** Whether openings have failed without a reason, and are retried. */
  private boolean flaky;

  Path(Vertx vertx, CheckClock clock, OwnLag lag, Dialer dialer, Duration horizon) {
    this.vertx = vertx;
    this.clock = clock;
    this.lag = lag;
    this.dialer = dialer;
    this.horizon = horizon;
  }

  Vertx vertx() {
    return vertx;
  }

  CheckClock clock() {
    return clock;
  }

  OwnLag lag() {
    return lag;
  }

  Dialer dialer() {
    return dialer;
  }

  /** How long silence is watched; zero where it is not. */
  Duration horizon() {
    return horizon;
  }

  /** A time on the event loop. */
  Future<Void> after(Duration delay) {
    return vertx.timer(Math.max(1, delay.toMillis())).mapEmpty();
  }

  /** Opens with patience that fits what openings took by now; never fails. */
  Future<Dialed> open(OpeningRequest request) {
    return place()
        .compose(v -> open(request, patience(8)))
        .onSuccess(
            dialed -> {
              if (dialed.socket() == null) {
                giveBack();
              } else {
                dialed.socket().ending().onComplete(end -> giveBack());
              }
            });
  }

  /** Opens surely whatever else is open, for who looks for that limit. */
  Future<Dialed> openBeyond(OpeningRequest request) {
    return surely(() -> open(request, patience(8)));
  }

  /** No more than this are open at a time from now on. */
  void room(int most) {
    room = most;
  }

  private Future<Void> place() {
    if (open < room) {
      open++;
      return Future.succeededFuture();
    }
    Promise<Void> free = Promise.promise();
    waiting.add(free);
    return free.future();
  }

  private void giveBack() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      open--;
    } else {
      next.complete();
    }
  }

  /** Opens with the patience of who knows nothing of the path; never fails. */
  Future<Dialed> openFirst(OpeningRequest request) {
    return open(request, firstPatience());
  }

  /** How long an answer is waited for that may never come: some backends take long to fail. */
  Duration firstPatience() {
    return horizon.isZero() ? seconds(LONGEST_WAIT) : horizon.plusSeconds(2);
  }

  private Future<Dialed> open(OpeningRequest request, Duration timeout) {
    return dialer
        .open(request, timeout)
        .onSuccess(
            dialed -> {
              if (dialed.attempt().isUpgraded()) {
                openingSeconds =
                    Math.max(openingSeconds, clock.now() - dialed.attempt().openedAt());
              }
            });
  }

  /** Opens, and once more where the path is known to be flaky and the first failed. */
  Future<Dialed> openSurely(OpeningRequest request) {
    return surely(() -> open(request));
  }

  private Future<Dialed> surely(Supplier<Future<Dialed>> opening) {
    return opening
        .get()
        .compose(
            dialed ->
                flaky && dialed.socket() == null ? opening.get() : Future.succeededFuture(dialed));
  }

  /** A handshake for a WebSocket that answers with the same, as far as the server can be asked. */
  OpeningRequest echo() {
    return obeys() ? dialer.request().withQuery("reply=echo&id=" + id()) : dialer.request();
  }

  /** A token by which the server's record of one connection is found. */
  static String id() {
    return UUID.randomUUID().toString();
  }

  /** How long to wait for what takes that many round trips. */
  Duration patience(int roundTrips) {
    return seconds(wait(roundTrips));
  }

  private double wait(int roundTrips) {
    double one = Math.max(openingSeconds, roundTripSeconds());
    return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, 0.5 + 4 * roundTrips * one));
  }

  private double roundTripSeconds() {
    return view == null || view.roundTripSeconds() == null ? 0 : view.roundTripSeconds();
  }

  /** The cost of an opening by now, in seconds. */
  double openingSeconds() {
    return openingSeconds;
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  void seen(View seen) {
    view = seen;
  }

  /** What the server has said of itself; null without. */
  @Nullable View view() {
    return view;
  }

  /** Whether the server is a wsgauge that does what a query asks for. */
  boolean obeys() {
    return view != null && view.isSeen();
  }

  void flaky() {
    flaky = true;
  }

  void voided() {
    voided++;
  }

  int voids() {
    return voided;
  }

  /** Notes an end that nobody has asked for. */
  void interrupted(String step, CheckSocket socket, @Nullable ServerRecord record) {
    if (socket.ending().isComplete()) {
      interruptions.add(
          new Interruption(
              step,
              socket.ending().result(),
              socket.ending().result().at() - socket.openedAt(),
              socket.messages(),
              socket.bytes(),
              record));
    }
  }

  List<Interruption> interruptions() {
    return interruptions;
  }
}
