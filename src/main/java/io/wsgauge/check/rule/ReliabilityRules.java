package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.RATE_LIMIT;
import static io.wsgauge.check.rule.FindingId.UNRELIABLE;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Upgrade;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What some openings meet and others do not, though nothing else is open. */
final class ReliabilityRules {
  private static final int TOO_MANY_REQUESTS = 429;

  /** TCP that is refused so often in a row is no matter of one server of a few. */
  private static final int MANY = 6;

  private ReliabilityRules() {}

  static List<Finding> openings(Measurements all) {
    List<Attempt> attempts = attempts(all);
    List<Attempt> failed = attempts.stream().filter(attempt -> !attempt.isUpgraded()).toList();
    if (failed.size() < 2 || failed.size() == attempts.size()) {
      return goneAfterUpgrade(all, attempts.size());
    }
    if (failed.stream().anyMatch(attempt -> attempt.status() == TOO_MANY_REQUESTS)
        || isExhausted(attempts)) {
      return all.capacity() != null && CapacityRules.isPaced(all.capacity().pace())
          ? List.of() // which that tells better
          : List.of(rate(attempts));
    }
    return List.of(
        unreliable(
            distance(attempts), failed.size(), attempts.size(), Facts.outcome(failed.get(0))));
  }

  /** One by one, in the order in which they were opened. */
  static List<Attempt> attempts(Measurements all) {
    Upgrade upgrade = all.upgrade();
    return Stream.concat(
            upgrade == null || UpgradeRules.isTakenAsPage(upgrade)
                ? Stream.<Attempt>of()
                : upgrade.tries().stream(),
            all.reliability() == null ? Stream.of() : all.reliability().attempts().stream())
        .sorted((one, other) -> Double.compare(one.openedAt(), other.openedAt()))
        .toList();
  }

  /**
   * Whether only the first ones got in, as with a limit that lets some through before it counts.
   */
  private static boolean isExhausted(List<Attempt> attempts) {
    int in = 0;
    while (in < attempts.size() && attempts.get(in).isUpgraded()) {
      in++;
    }
    int refused = in;
    boolean closed = false;
    while (refused < attempts.size() && !attempts.get(refused).isUpgraded()) {
      closed |= attempts.get(refused).result() == Attempt.Result.CONNECT_REFUSED;
      refused++;
    }
    // a port at which nobody listens for a while is no limit, unless it lets some in again
    return in >= 1 && refused - in >= (closed ? MANY : 3) && (!closed || refused < attempts.size());
  }

  /** Those that got in before the first that did not; 0 where all did. */
  static int burst(Measurements all) {
    return burst(attempts(all));
  }

  private static int burst(List<Attempt> attempts) {
    int burst = 0;
    while (burst < attempts.size() && attempts.get(burst).isUpgraded()) {
      burst++;
    }
    return burst < attempts.size() ? burst : 0;
  }

  private static Finding rate(List<Attempt> attempts) {
    int burst = burst(attempts);
    // the first that was let in again ends the time in which nothing was
    double from = attempts.get(burst).openedAt();
    double seconds = attempts.get(attempts.size() - 1).openedAt() - from;
    long later =
        attempts.subList(burst, attempts.size()).stream().filter(Attempt::isUpgraded).count();
    String retryAfter =
        attempts.stream()
            .map(attempt -> Facts.header(attempt, "Retry-After"))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    // one may have been due at once
    double rate = seconds > 0 ? later / seconds : 0;
    double least = seconds > 0 ? Math.max(0, later - 1) / seconds : 0;
    double most = seconds > 0 ? (later + 1) / seconds : 0;
    // where those that are refused count as well, none is let in while one goes on asking
    return rateLimit(
        burst,
        rate,
        least,
        later == 0 ? Math.max(most, burst) : most,
        attempts.get(burst),
        retryAfter,
        "reliability");
  }

  /**
   * @param burst that got in before the first was refused
   * @param rate of those a second that get in once the burst is used up
   * @param least a second that get in once the burst is used up
   * @param most likewise; 0 where that is not known
   */
  static Finding rateLimit(
      int burst,
      double rate,
      double least,
      double most,
      Attempt refused,
      String retryAfter,
      String step) {
    Values value =
        Values.of("perSecond", rate)
            .and("min", least)
            .and("max", most)
            .and("burst", burst)
            .and("status", Facts.outcome(refused));
    if (!retryAfter.isEmpty()) {
      value.and("retryAfter", retryAfter);
    }
    return Finding.measured(
        RATE_LIMIT,
        value.map(),
        "After %d openings in a row the next are refused with %s for a while."
            .formatted(burst, Facts.outcome(refused)),
        step);
  }

  /** From one failure to the next, in the mean. */
  private static double distance(List<Attempt> attempts) {
    int[] failed =
        IntStream.range(0, attempts.size()).filter(i -> !attempts.get(i).isUpgraded()).toArray();
    return (double) (failed[failed.length - 1] - failed[0]) / (failed.length - 1);
  }

  private static Finding unreliable(double distance, int failed, int of, Object outcome) {
    long oneIn = Math.max(2, Math.round(distance));
    return Finding.measured(
        UNRELIABLE,
        Values.of("oneIn", oneIn).and("failed", failed).and("of", of).and("status", outcome).map(),
        "About one opening in %d fails (%d of %d), as with one server of %d that is down."
            .formatted(oneIn, failed, of, oneIn),
        "reliability");
  }

  /** A gateway that answers 101 before it asks its backends, of which one is down. */
  private static List<Finding> goneAfterUpgrade(Measurements all, int openings) {
    List<Interruption> ends =
        all.interruptions().stream()
            .filter(end -> end.messages() == 0 && end.record() == null)
            .filter(end -> end.ending().code() != 0)
            .filter(end -> Objects.equals(end.step(), "reliability"))
            .toList();
    boolean answered = all.view() != null && all.view().roundTripSeconds() != null;
    int of = Math.max(openings, ends.size());
    return answered && ends.size() >= 2
        ? List.of(
            unreliable((double) of / ends.size(), ends.size(), of, ends.get(0).ending().code()))
        : List.of();
  }
}
