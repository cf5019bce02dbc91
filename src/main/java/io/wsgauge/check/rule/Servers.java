package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.COMPRESSION_BROKEN;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_STRIPPED;
import static io.wsgauge.check.rule.FindingId.CONNECTION_LIMIT;
import static io.wsgauge.check.rule.FindingId.FIRST_MESSAGE_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.FRAME_LIMIT;
import static io.wsgauge.check.rule.FindingId.IDLE_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.LIFETIME_LIMIT;
import static io.wsgauge.check.rule.FindingId.MESSAGE_LIMIT;
import static io.wsgauge.check.rule.FindingId.ORIGIN_REFUSED;
import static io.wsgauge.check.rule.FindingId.PINGS_LOST;
import static io.wsgauge.check.rule.FindingId.RATE_LIMIT;
import static io.wsgauge.check.rule.FindingId.SILENT_DROP;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_STRIPPED;
import static io.wsgauge.check.rule.FindingId.USER_AGENT_REFUSED;

import io.wsgauge.check.measurement.Measurements;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the server itself does, apart from what the path does. */
final class Servers {
  private static final Set<FindingId> OF_SERVERS_TOO =
      EnumSet.of(
          IDLE_TIMEOUT,
          FIRST_MESSAGE_TIMEOUT,
          LIFETIME_LIMIT,
          SILENT_DROP,
          MESSAGE_LIMIT,
          FRAME_LIMIT,
          PINGS_LOST,
          ORIGIN_REFUSED,
          USER_AGENT_REFUSED,
          CONNECTION_LIMIT,
          RATE_LIMIT,
          SUBPROTOCOL_STRIPPED,
          COMPRESSION_STRIPPED,
          COMPRESSION_BROKEN);

  private Servers() {}

  /**
   * @param direct findings past the path; empty where nothing was measured there
   */
  static List<Finding> apart(Measurements all, List<Finding> found, List<Finding> direct) {
    return found.stream()
        .map(finding -> direct.stream().anyMatch(d -> isSame(finding, d)) ? own(finding) : finding)
        .map(finding -> mayBeOwn(all, finding) ? with(finding, possible()) : finding)
        .toList();
  }

  private static boolean isSame(Finding one, Finding other) {
    double number = one.number();
    return one.id() == other.id()
        && Objects.equals(one.direction(), other.direction())
        && (Double.isNaN(number)
            || Math.abs(number - other.number()) <= Math.max(1, Math.abs(number) / 10));
  }

  private static Finding own(Finding finding) {
    return finding
        .withSeverity(Severity.NOTE)
        .withCauses(
            List.of(
                new Cause("server", Confidence.SURE, "it is the same past the path (--direct)")));
  }

  private static boolean mayBeOwn(Measurements all, Finding finding) {
    return !Facts.isWsgauge(all)
        && all.direct() == null
        && finding.causes().isEmpty()
        && OF_SERVERS_TOO.contains(finding.id());
  }

  private static Cause possible() {
    return new Cause(
        "server", Confidence.POSSIBLE, "the server may do so itself: --direct URL tells");
  }

  private static Finding with(Finding finding, Cause cause) {
    List<Cause> causes = new ArrayList<>(finding.causes());
    causes.add(cause);
    return finding.withCauses(causes);
  }
}
