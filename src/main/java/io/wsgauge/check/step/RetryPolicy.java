package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Opens again what fails on a path by chance, or came too soon for it, by what is known of that by
 * now. Event loop only.
 */
final class RetryPolicy {
  /** Retries of an opening that came too soon. */
  private static final int MOST_WAITS = 3;

  /** The shortest wait before one, in seconds. */
  private static final double SHORTEST_RETRY = 1.0;

  private static final double LONGEST_WAIT = 10.0;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Vertx vertx;

  /** Whether openings have failed without a reason, and are retried. */
  private boolean flaky;

  /** Whether some were ended as soon as they were open, so that each is looked at first. */
  private boolean flakyBehindUpgrade;

  /** Openings that went well before the first that came too soon. */
  private int burst;

  /** Whether an opening came too soon. */
  private boolean limited;

  RetryPolicy(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Says that an opening was ended right behind its 101. */
  void flakyBehindUpgrade() {
    flakyBehindUpgrade = true;
  }

  /** Says that openings fail without a reason. */
  void flaky() {
    flaky = true;
  }

  /** Whether an opening of any step came too soon (429). */
  boolean isLimited() {
    return limited;
  }

  /** Openings that went well before the first that came too soon. */
  int burst() {
    return burst;
  }

  /** Notes what became of an opening. */
  void opened(Dialed dialed) {
    limited |= isTooSoon(dialed.attempt());
    burst += limited || dialed.socket() == null ? 0 : 1;
  }

  /** Opens, and again where that may help. */
  Future<Dialed> surely(Supplier<Future<Dialed>> opening) {
    return surely(opening, MOST_WAITS);
  }

  private Future<Dialed> surely(Supplier<Future<Dialed>> opening, int left) {
    return opening
        .get()
        .compose(
            dialed -> {
              if (dialed.socket() != null && flakyBehindUpgrade && left > 0) {
                return survives(dialed.socket())
                    .compose(
                        alive ->
                            alive ? Future.succeededFuture(dialed) : surely(opening, left - 1));
              }
              if (dialed.socket() != null || left == 0) {
                return Future.succeededFuture(dialed);
              }
              if (isTooSoon(dialed.attempt())) {
                // where none was ever let in, it need not be a matter of time
                int next = burst == 0 ? 0 : left - 1;
                return vertx
                    .timer(retryAfter(dialed.attempt()).toMillis())
                    .compose(v -> surely(opening, next));
              }
              return flaky ? opening.get() : Future.succeededFuture(dialed);
            });
  }

  /** Whether it is still open once a gateway has asked its backend. */
  private Future<Boolean> survives(CheckSocket socket) {
    return Future.any(socket.ending(), vertx.timer(lookFor(socket.attempt()).toMillis()))
        .map(
            any -> {
              if (!socket.isOpen()) {
                socket.expectEnd(); // which is known by now
              }
              return socket.isOpen();
            });
  }

  /**
   * How long it takes until it shows that a gateway has answered 101 before it has asked a backend
   * that is not there.
   */
  static Duration lookFor(Attempt attempt) {
    double answer = attempt.answerSeconds() == null ? 0 : attempt.answerSeconds();
    return Path.seconds(Math.min(answer * 1.5 + 0.02, answer / 2 + 0.05));
  }

  private static boolean isTooSoon(Attempt attempt) {
    return attempt.status() == TOO_MANY_REQUESTS && !attempt.isOfWsgauge();
  }

  /** What the answer asks for, within bounds (RFC 9110, section 10.2.3). */
  private static Duration retryAfter(Attempt attempt) {
    List<String> values = Header.all(attempt.headers(), "Retry-After");
    boolean seconds = values.size() == 1 && values.get(0).matches("\\d{1,4}");
    double asked = seconds ? Integer.parseInt(values.get(0)) : 0;
    return Path.seconds(Math.min(LONGEST_WAIT, Math.max(SHORTEST_RETRY, asked)));
  }
}
