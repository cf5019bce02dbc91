package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;
import static io.wsgauge.check.rule.FindingId.BACKEND_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.NO_BACKEND;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.View;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A proxy that is there, and a server behind it that is not, or does not answer. */
final class BackendRules {
  /** An answer that took longer has waited for something. */
  private static final double AT_ONCE = 1.2;

  /** Gateways', and what Cloudflare says of an origin that is down, unreachable or slow. */
  static final Set<Integer> STATUS = Set.of(502, 503, 504, 521, 522, 523, 524);

  /** Bad gateway, and what gateways close with whose backend is gone (RFC 6455, section 7.4.1). */
  private static final Set<Integer> CODES = Set.of(0, 1002, 1006, 1011, 1012, 1013, 1014);

  /**
   * What a gateway may close with as well, but also a server that is there: no code (1005), and the
   * statuses of HTTP from 4000 on.
   */
  private static final Set<Integer> UNCLEAR = Set.of(1000, 1001, 1005, 4500, 4502, 4503, 4504);

  /**
   * Unauthorized and Forbidden (IANA), policy (RFC 6455), and the statuses of HTTP from 4000 on.
   */
  private static final Set<Integer> UNAUTHORIZED = Set.of(1008, 3000, 3003, 4401, 4403);

  private BackendRules() {}

  static @Nullable Finding behind(Upgrade upgrade, Attempt attempt) {
    if (!isGone(attempt)) {
      return null;
    }
    List<Double> seconds =
        Stream.concat(upgrade.tries().stream(), Stream.ofNullable(upgrade.plain()))
            .filter(BackendRules::isGone)
            .map(Attempt::answerSeconds)
            .filter(Objects::nonNull)
            .toList();
    double least = seconds.stream().min(Double::compare).orElse(0.0);
    boolean named = attempt.status() == 522 || attempt.status() == 524;
    if ((least < AT_ONCE || isRetried(attempt, least))
        && attempt.result() != Result.TIMEOUT
        && !named) {
      return of(
          NO_BACKEND,
          Values.of("status", Facts.outcome(attempt)).and("seconds", least),
          attempt.isAnswered()
              ? "No server is behind the path: %d %s."
                  .formatted(
                      attempt.status(),
                      least < AT_ONCE ? "at once" : "after " + Values.seconds(least))
              : "No server is behind the path: the connection is ended at once.");
    }
    return of(
        BACKEND_TIMEOUT,
        (seconds.isEmpty() ? Values.of("seconds", least) : Values.minimum("seconds", seconds))
            .and("status", Facts.outcome(attempt)),
        "The server behind the path does not answer the upgrade: %s after %s."
            .formatted(attempt.isAnswered() ? attempt.status() : "nothing", Values.seconds(least)));
  }

  private static boolean isGone(Attempt attempt) {
    return (!attempt.isAnswered() && attempt.result() != Result.NOT_HTTP)
        || STATUS.contains(attempt.status());
  }

  /**
   * Whether the time is that of HAProxy, which tries a server that refuses three times more, a
   * second apart, before it answers with 503.
   */
  private static boolean isRetried(Attempt attempt, double seconds) {
    return attempt.status() == 503 && seconds > 2.95 && seconds < 3.3;
  }

  /**
   * A gateway that ends WebSockets itself may answer 101 and ask the backend then: a WebSocket that
   * ends before its first message, again and again.
   */
  static List<Finding> endsBehindUpgrade(Measurements all) {
    List<Interruption> ends = all.interruptions().stream().filter(BackendRules::isAtOnce).toList();
    boolean answered =
        (all.view() != null && all.view().roundTripSeconds() != null)
            || all.roundTrips() != null
            || (all.pings() != null && all.pings().answered() > 0);
    if (answered || ends.size() < 2 || !Facts.isOpened(all) || Facts.isWsgauge(all)) {
      return List.of();
    }
    View view = all.view();
    Finding refused =
        view == null || view.refusal() == null ? null : Refusals.elsewhere(all, view.refusal());
    if (refused != null) {
      return List.of(refused);
    }
    List<Double> ages = ends.stream().map(Interruption::age).toList();
    double least = ages.stream().min(Double::compare).orElse(0.0);
    int code = ends.get(0).ending().code();
    if (UNAUTHORIZED.contains(code)) {
      return List.of(
          of(
                  AUTH_REQUIRED,
                  Values.of("status", code),
                  "A WebSocket is opened and ended at once with %d, as without credentials."
                      .formatted(code))
              .likely());
    }
    String how = code == 0 ? "without a close frame" : "with " + code;
    Finding finding =
        least < AT_ONCE
            ? of(
                NO_BACKEND,
                Values.of("status", code == 0 ? "closed" : code).and("seconds", least),
                "A WebSocket is opened and ended at once, "
                    + how
                    + ": no server is behind the path, or it refuses the gateway.")
            : of(
                BACKEND_TIMEOUT,
                Values.minimum("seconds", ages).and("status", code == 0 ? "closed" : code),
                "The server behind the path does not answer: a WebSocket is opened and ended %s."
                    .formatted(how));
    return List.of(finding.likelyIf(UNCLEAR.contains(code)));
  }

  /** Whether it says that nobody is behind a gateway. */
  private static boolean isAtOnce(Interruption end) {
    int code = end.ending().code();
    // a mute server that is there may cut without a word, or close when it has heard one
    return end.record() == null
        && (CODES.contains(code)
            ? end.messages() == 0 || code > 0
            : end.messages() == 0
                && end.age() < AT_ONCE
                && (UNCLEAR.contains(code) || UNAUTHORIZED.contains(code)));
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "upgrade");
  }
}
