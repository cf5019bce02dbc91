package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The path that is checked, as one step sees it: how to open connections over it, and what all
 * steps know of it by now. Event loop only.
 */
final class Path {
  /** The shortest wait for anything that a healthy path answers at once. */
  private static final double SHORTEST_WAIT = 2.0;

  private static final double LONGEST_WAIT = 10.0;

  /** What is kept of the slowest opening with each that is quicker. */
  private static final double SLOWEST_KEPT = 0.8;

  /** What all steps share. */
  private static final class Known {
    private final Interruptions interruptions = new Interruptions();
    private final RetryPolicy retries;
    private final Places places = new Places(Survey.MOST_HELD);
    private int voided;

    /**
     * How long an opening took at most lately, in seconds; 0 before the first. The first ones take
     * longer than any later one on a process that has just begun.
     */
    private double openingSeconds;

    /** What the server has said of itself; null before, and of one that is no wsgauge. */
    private @Nullable View view;

    /** Whether a wsgauge has said who it is. */
    private boolean wsgauge;

    private final Map<Direction, Double> bytesPerSecond = new EnumMap<>(Direction.class);

    Known(Vertx vertx) {
      retries = new RetryPolicy(vertx);
    }
  }

  private final Vertx vertx;
  private final CheckClock clock;
  private final OwnLag lag;
  private final Dialer dialer;
  private final Duration horizon;
  private final Known known;
  private final String step;

  /** What this step has opened. */
  private final List<CheckSocket> opened = new ArrayList<>();

  /** Whether the step is over, so that what it opens late is of no use. */
  private boolean over;

  /** What the step has not measured; empty where it has measured all. */
  private String missing = "";

  Path(Vertx vertx, CheckClock clock, OwnLag lag, Dialer dialer, Duration horizon) {
    this(vertx, clock, lag, dialer, horizon, new Known(vertx), "");
  }

  private Path(
      Vertx vertx,
      CheckClock clock,
      OwnLag lag,
      Dialer dialer,
      Duration horizon,
      Known known,
      String step) {
    this.vertx = vertx;
    this.clock = clock;
    this.lag = lag;
    this.dialer = dialer;
    this.horizon = horizon;
    this.known = known;
    this.step = step;
  }

  /** The same for a step of that name. */
  Path during(String name) {
    return new Path(vertx, clock, lag, dialer, horizon, known, name);
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

  Connector connector() {
    return dialer.connector();
  }

  /** How long silence is watched; zero where it is not. */
  Duration horizon() {
    return horizon;
  }

  /** What is done where an opening fails. */
  RetryPolicy retries() {
    return known.retries;
  }

  /** A time on the event loop. */
  Future<Void> after(Duration delay) {
    return vertx.timer(Math.max(1, delay.toMillis())).mapEmpty();
  }

  /** Opens with patience that fits what openings took by now; never fails. */
  Future<Dialed> open(OpeningRequest request) {
    return known
        .places
        .take()
        .compose(v -> open(request, patience(8)))
        .onSuccess(known.places::keep);
  }

  /** Opens surely whatever else is open, for who looks for that limit. */
  Future<Dialed> openBeyond(OpeningRequest request) {
    return known.retries.surely(() -> openNow(request));
  }

  /** Opens once, whatever else is open; never fails. */
  Future<Dialed> openNow(OpeningRequest request) {
    return open(request, patience(8));
  }

  /** Opens with frames glued to the request; never fails. */
  Future<Dialed> openGlued(OpeningRequest request, Buffer behind) {
    return known
        .places
        .take()
        .compose(v -> kept(dialer.open(request, behind, patience(8))))
        .onSuccess(known.places::keep);
  }

  /** No more than this are open at a time from now on. */
  void room(int most) {
    known.places.room(most);
  }

  /** Opens with the patience of who knows nothing of the path; never fails. */
  Future<Dialed> openFirst(OpeningRequest request) {
    return known.retries.surely(() -> open(request, firstPatience()));
  }

  /** How long an answer is waited for that may never come: some backends take long to fail. */
  Duration firstPatience() {
    return horizon.isZero() ? seconds(LONGEST_WAIT) : horizon.plusSeconds(2);
  }

  private Future<Dialed> open(OpeningRequest request, Duration timeout) {
    return kept(dialer.open(request, timeout));
  }

  private Future<Dialed> kept(Future<Dialed> opening) {
    return opening.onSuccess(
        dialed -> {
          if (dialed.attempt().isUpgraded()) {
            known.openingSeconds =
                Math.max(
                    SLOWEST_KEPT * known.openingSeconds, clock.now() - dialed.attempt().openedAt());
          }
          known.wsgauge |= dialed.attempt().isOfWsgauge();
          known.retries.opened(dialed);
          if (dialed.socket() != null) {
            opened.add(dialed.socket());
            if (over) {
              dialed.socket().drop(true);
            }
          }
        });
  }

  /** Opens, and once more where the path is known to be flaky and the first failed. */
  Future<Dialed> openSurely(OpeningRequest request) {
    return known.retries.surely(() -> open(request));
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
    double one = Math.max(known.openingSeconds, roundTripSeconds());
    return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, 0.5 + 4 * roundTrips * one));
  }

  private double roundTripSeconds() {
    View view = known.view;
    return view == null || view.roundTripSeconds() == null ? 0 : view.roundTripSeconds();
  }

  /** The cost of an opening by now, in seconds. */
  double openingSeconds() {
    return known.openingSeconds;
  }

  /** What passes in that direction; 0 where that is not known. */
  double bytesPerSecond(Direction direction) {
    return known.bytesPerSecond.getOrDefault(direction, 0.0);
  }

  void passed(Map<Direction, Double> bytesPerSecond) {
    known.bytesPerSecond.putAll(bytesPerSecond);
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  void seen(View seen) {
    known.view = seen;
  }

  /** What the server has said of itself; null without. */
  @Nullable View view() {
    return known.view;
  }

  /** Whether the server is a wsgauge that does what a query asks for. */
  boolean obeys() {
    return known.view != null && known.view.isSeen();
  }

  /** Whether something between ends WebSockets and opens others, of which it says 101 too early. */
  boolean isRelayed() {
    View view = known.view;
    return view != null
        && view.isSeen()
        && Header.all(view.seenHeaders(), "Sec-WebSocket-Key").stream()
            .noneMatch(view.attempt().key()::equals);
  }

  /** Whether the server is a wsgauge, which need not be able to answer. */
  boolean isWsgauge() {
    return known.wsgauge;
  }

  /** Whether the server has answered the first message. */
  boolean isAnswered() {
    return known.view != null && known.view.roundTripSeconds() != null;
  }

  /** Whether no answer of a wsgauge has arrived. */
  boolean isMute() {
    return known.wsgauge
        && known.view != null
        && known.view.attempt().isUpgraded()
        && known.view.roundTripSeconds() == null;
  }

  /** Says what the step has not measured of what it should. */
  void partly(String what) {
    missing = missing.isEmpty() ? what : missing + "; " + what;
  }

  /** What the step has not measured; empty where it has measured all. */
  String missing() {
    return missing;
  }

  void voided() {
    known.voided++;
  }

  int voids() {
    return known.voided;
  }

  /**
   * Ends what the step has left open, and notes the ends that nobody has asked for, with what the
   * server says of them.
   */
  Future<Void> end() {
    over = true;
    List<CheckSocket> left = List.copyOf(opened);
    Future<Void> noted = known.interruptions.note(step, left, during("record"));
    left.stream().filter(CheckSocket::isOpen).forEach(socket -> socket.drop(true));
    return noted;
  }

  List<String> violations() {
    return known.interruptions.violations();
  }

  List<Interruption> interruptions() {
    return known.interruptions.all();
  }
}
