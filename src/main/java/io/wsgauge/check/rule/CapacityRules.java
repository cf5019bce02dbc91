package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.CONNECTION_LIMIT;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Capacity;
import io.wsgauge.check.measurement.Measurements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many WebSockets are let in at a time, or in a time. */
final class CapacityRules {
  /** Seconds after which one more is tried. */
  private static final double WAIT = 1.1;

  private CapacityRules() {}

  static List<Finding> capacity(Measurements all) {
    List<Finding> findings = of(all.capacity(), "capacity");
    return findings.isEmpty() ? of(all.many(), "many") : findings;
  }

  private static List<Finding> of(@Nullable Capacity capacity, String step) {
    // one refusal may be chance
    if (capacity == null || capacity.refusals().size() < 2) {
      return List.of();
    }
    Attempt refused = capacity.refusals().get(0);
    boolean later = isUpgraded(capacity.afterWait());
    boolean released = isUpgraded(capacity.afterRelease());
    if (later || (!released && capacity.refusals().stream().allMatch(CapacityRules::isTooMany))) {
      double most = capacity.seconds() > 0 ? capacity.held() / capacity.seconds() : 0;
      double least = later ? 1 / WAIT : 0;
      return List.of(
          ReliabilityRules.rateLimit(
              capacity.held(), least, least, most, refused, retryAfter(capacity), step));
    }
    if (!released && capacity.held() == 0) {
      return List.of(); // nothing gets in at all, which others say
    }
    Finding finding =
        Finding.measured(
                CONNECTION_LIMIT,
                Values.of("held", capacity.held()).and("status", Facts.outcome(refused)).map(),
                "%d WebSockets are let in at a time; the next is refused with %s."
                    .formatted(capacity.held(), Facts.outcome(refused)),
                step)
            .likelyIf(!released);
    return List.of(
        refused.isOfWsgauge()
            ? finding.causedBy(
                List.of(new Cause("wsgauge", Confidence.SURE, "the server itself refuses it")))
            : finding);
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
