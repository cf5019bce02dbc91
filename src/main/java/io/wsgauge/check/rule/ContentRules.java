package io.wsgauge.check.rule;

import static io.wsgauge.check.measurement.Direction.BOTH;
import static io.wsgauge.check.measurement.Direction.CLIENT_TO_SERVER;
import static io.wsgauge.check.measurement.Direction.SERVER_TO_CLIENT;
import static io.wsgauge.check.rule.FindingId.CONTENT_CHANGED;
import static io.wsgauge.check.rule.FindingId.EARLY_DATA_LOST;
import static io.wsgauge.check.rule.FindingId.FRAGMENTS_CHANGED;
import static io.wsgauge.check.rule.FindingId.MESSAGES_DUPLICATED;
import static io.wsgauge.check.rule.FindingId.MESSAGES_LOST;
import static io.wsgauge.check.rule.FindingId.MESSAGES_REORDERED;
import static io.wsgauge.check.rule.FindingId.TYPE_CHANGED;

import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.EarlyData;
import io.wsgauge.check.measurement.Integrity;
import io.wsgauge.check.measurement.Integrity.Flow;
import io.wsgauge.check.measurement.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Whether messages arrive as they were sent. */
final class ContentRules {
  private ContentRules() {}

  static List<Finding> integrity(Measurements all) {
    Integrity integrity = all.integrity();
    if (integrity == null) {
      return List.of();
    }
    // what was on its way when the connection ended is not lost by the path
    List<Finding> lost =
        integrity.cut() != null
            ? List.of()
            : counted(all, integrity, MESSAGES_LOST, Flow::lost, "get lost");
    return Stream.of(
            lost,
            counted(all, integrity, MESSAGES_DUPLICATED, Flow::duplicated, "arrive twice"),
            counted(all, integrity, MESSAGES_REORDERED, Flow::reordered, "arrive out of order"),
            counted(all, integrity, CONTENT_CHANGED, Flow::contentChanged, "arrive changed"),
            counted(
                all,
                integrity,
                TYPE_CHANGED,
                Flow::typeChanged,
                "arrive as another type, text for binary or the reverse"),
            fragments(all, integrity))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Finding> counted(
      Measurements all, Integrity integrity, FindingId id, ToIntFunction<Flow> count, String verb) {
    Flow up = integrity.flows().get(CLIENT_TO_SERVER);
    Flow down = integrity.flows().get(SERVER_TO_CLIENT);
    Flow echo = integrity.flows().get(BOTH);
    int upCount = up == null ? 0 : count.applyAsInt(up);
    int echoCount = echo == null ? 0 : count.applyAsInt(echo);
    // what is wrong there is wrong when it comes back
    int downCount =
        down != null
            ? count.applyAsInt(down)
            : isCounted(id) && up != null ? Math.max(0, echoCount - upCount) : 0;
    if (upCount + downCount + echoCount == 0) {
      return List.of();
    }
    boolean apart = upCount + downCount > 0;
    Direction direction =
        (upCount > 0 && downCount > 0) || !apart
            ? BOTH
            : upCount > 0 ? CLIENT_TO_SERVER : SERVER_TO_CLIENT;
    int most = Math.max(Math.max(upCount, downCount), apart ? 0 : echoCount);
    int sent =
        Stream.of(up, down, echo).filter(Objects::nonNull).mapToInt(Flow::sent).max().orElse(0);
    return List.of(
        Finding.measured(
                id,
                Values.of("count", most).and("sent", sent).map(),
                "Of %d messages %d %s.".formatted(sent, most, verb),
                "integrity")
            .towards(direction.label())
            .likelyIf(!apart && all.direct() == null));
  }

  /** Whether the server's record tells it of the way there. */
  private static boolean isCounted(FindingId id) {
    return id == MESSAGES_LOST || id == MESSAGES_DUPLICATED;
  }

  private static List<Finding> fragments(Measurements all, Integrity integrity) {
    List<Finding> findings = new ArrayList<>();
    if (Facts.isRelayed(all) || integrity.cut() != null) {
      return findings; // who ends WebSockets makes frames of its own
    }
    integrity
        .flows()
        .forEach(
            (direction, flow) -> {
              if (direction != BOTH
                  && flow.lost() + flow.duplicated() == 0
                  && flow.arrived() == flow.sent()
                  && flow.fragmentsSent() > 0
                  && flow.fragmentsArrived() > 0
                  && flow.fragmentsSent() != flow.fragmentsArrived()) {
                boolean merged = flow.fragmentsArrived() < flow.fragmentsSent();
                findings.add(
                    Finding.measured(
                            FRAGMENTS_CHANGED,
                            Values.of("arrived", flow.fragmentsArrived())
                                .and("sent", flow.fragmentsSent())
                                .and("how", merged ? "merged" : "split")
                                .map(),
                            "Frames are %s on the way: %d are sent and %d arrive."
                                .formatted(
                                    merged ? "merged" : "split",
                                    flow.fragmentsSent(),
                                    flow.fragmentsArrived()),
                            "integrity")
                        .towards(direction.label()));
              }
            });
    return findings.size() == 2 && sameHow(findings)
        ? List.of(findings.get(0).towards(BOTH.label()))
        : findings;
  }

  private static boolean sameHow(List<Finding> findings) {
    return String.valueOf(findings.get(0).value().get("how"))
        .equals(findings.get(1).value().get("how"));
  }

  static List<Finding> earlyData(Measurements all) {
    EarlyData early = all.earlyData();
    if (early == null) {
      return List.of();
    }
    int lost =
        early.serverArrived() == null ? 0 : Math.max(0, early.serverSent() - early.serverArrived());
    return lost == 0
        ? List.of()
        : List.of(
            Finding.measured(
                    EARLY_DATA_LOST,
                    Values.of("count", lost).and("sent", early.serverSent()).map(),
                    "What the server sends right behind its 101 gets lost.",
                    "early-data")
                .towards(SERVER_TO_CLIENT.label()));
  }
}
