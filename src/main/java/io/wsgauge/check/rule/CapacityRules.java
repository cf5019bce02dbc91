package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.CONNECTION_LIMIT;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Pace;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How many WebSockets are let in at a time, or in a time. */
final class CapacityRules {
  /** Seconds after which one more is tried. */
  private static final double WAIT = 1.1;

  private CapacityRules() {}

  static List<Finding> capacity(Measurements all) {
    List<Finding> findings = of(all, all.capacity(), "capacity");
    return findings.isEmpty() ? of(all, all.many(), "many") : findings;
  }

  private static List<Finding> of(Measurements all, @Nullable Capacity capacity, String step) {
    if (capacity != null && capacity.pace() != null && isPaced(capacity.pace())) {
      return List.of(paced(all, capacity.pace(), step));
    }
    // one refusal may be chance
    if (capacity == null || capacity.refusals().size() < 2) {
      return List.of();
    }
    Attempt refused = capacity.refusals().get(0);
    boolean later = isUpgraded(capacity.afterWait());
    boolean released = isUpgraded(capacity.afterRelease());
    if (later || (!released && capacity.refusals().stream().allMatch(CapacityRules::isTooMany))) {
      double least = later ? 1 / WAIT : 0;
      double most =
          capacity.seconds() > 0 ? Math.max(least, capacity.held() / capacity.seconds()) : least;
      return List.of(
          ReliabilityRules.rateLimit(
              capacity.held(), least, least, most, refused, retryAfter(capacity), step));
    }
    if (!released && capacity.held() == 0) {
      return List.of(); // nothing gets in at all, which others say
    }
    if (!released && isBarred(capacity)) {
      return List.of(
          ReliabilityRules.rateLimit(capacity.held(), 0, 0, 0, refused, "", step).likely());
    }
    Finding finding =
        Finding.measured(
                CONNECTION_LIMIT,
                Values.of("held", capacity.held()).and("status", Facts.outcome(refused)).map(),
                "At a time %s let in; the next is refused with %s."
                    .formatted(
                        capacity.held() == 1
                            ? "one WebSocket is"
                            : capacity.held() + " WebSockets are",
                        Facts.outcome(refused)),
                step)
            .likelyIf(!released);
    return List.of(
        refused.isOfWsgauge()
            ? finding.withCauses(
                List.of(new Cause("wsgauge", Confidence.SURE, "the server itself refuses it")))
            : finding);
  }

  /**
   * Whether nothing answers any more, also when all were closed: who limits what is held lets in
   * then, who bars those that come too often does not.
   */
  private static boolean isBarred(Capacity capacity) {
    return Stream.concat(
            capacity.refusals().stream(),
            Stream.of(capacity.afterWait(), capacity.afterRelease()).filter(Objects::nonNull))
        .allMatch(attempt -> !attempt.isAnswered());
  }

  static boolean isPaced(@Nullable Pace pace) {
    return pace != null && pace.attempts().stream().filter(CapacityRules::isTooSoon).count() >= 2;
  }

  /** How often they went well, once the first had come too soon. */
  private static Finding paced(Measurements all, Pace pace, String step) {
    List<Attempt> attempts = pace.attempts();
    int first = 0;
    while (!isTooSoon(attempts.get(first))) {
      first++;
    }
    List<Attempt> later = attempts.subList(first, attempts.size());
    double[] well =
        later.stream().filter(Attempt::isUpgraded).mapToDouble(Attempt::openedAt).toArray();
    double begun = later.get(0).openedAt();
    double watched = later.get(later.size() - 1).openedAt() - begun;
    double most = watched > 0 ? (well.length + 1) / watched : 0;
    double least = watched > 0 ? Math.max(0, well.length - 1) / watched : 0;
    double perSecond =
        well.length > 2 ? (well.length - 1) / (well[well.length - 1] - well[0]) : least;
    return ReliabilityRules.rateLimit(
        Math.max(pace.burst(), ReliabilityRules.burst(all)),
        perSecond,
        Math.min(least, perSecond),
        Math.max(most, perSecond),
        attempts.get(first),
        Facts.header(attempts.get(first), "Retry-After"),
        step);
  }

  /** By whatever means, where it is known already that others are let in later. */
  private static boolean isTooSoon(Attempt attempt) {
    return !attempt.isUpgraded() && !attempt.isOfWsgauge();
  }

  private static boolean isTooMany(Attempt attempt) {
    return attempt.status() == 429 && !attempt.isOfWsgauge();
  }

  private static boolean isUpgraded(@Nullable Attempt attempt) {
    return attempt != null && attempt.isUpgraded();
  }

  private static String retryAfter(Capacity capacity) {
    return capacity.refusals().stream()
        .map(refused -> Facts.header(refused, "Retry-After"))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }
}
