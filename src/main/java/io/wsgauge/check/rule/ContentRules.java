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

import io.wsgauge.check.measurement.Buffering;
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
import org.jspecify.annotations.Nullable;

/** Whether messages arrive as they were sent. */
final class ContentRules {
  private ContentRules() {}

  /** What is sent behind a 101, and is no WebSocket from its first byte on. */
  static List<Finding> noFrames(Measurements all) {
    List<String> rules = all.violations();
    return rules.size() < 2 || all.roundTrips() != null
        ? List.of()
        : List.of(
            Finding.measured(
                    CONTENT_CHANGED,
                    Values.of("count", rules.size()).and("rule", rules.get(0)).map(),
                    "What follows the 101 is no frame of a WebSocket: %s.".formatted(rules.get(0)),
                    "violations")
                .withDirection(SERVER_TO_CLIENT.label())
                .withCauses(
                    List.of(
                        new Cause(
                            "second answer",
                            Confidence.LIKELY,
                            "another handler of upgrades answers as well, or the stream is sent"
                                + " in chunks of HTTP or masked"))));
  }

  static List<Finding> integrity(Measurements all) {
    Integrity integrity = all.integrity();
    if (integrity == null) {
      return List.of();
    }
    return Stream.of(
            counted(all, integrity, MESSAGES_LOST, Flow::lost, "get lost"),
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
    // what is lost there, or doubled, is that when it comes back
    boolean comesBack = up != null && (id == MESSAGES_LOST || id == MESSAGES_DUPLICATED);
    int downCount =
        down != null ? count.applyAsInt(down) : comesBack ? Math.max(0, echoCount - upCount) : 0;
    if (upCount + downCount + echoCount == 0) {
      return List.of();
    }
    boolean apart = upCount + downCount > 0;
    // what is clean there is not when it has come back
    boolean onWayBack = !apart && up != null;
    Direction direction =
        onWayBack
            ? SERVER_TO_CLIENT
            : (upCount > 0 && downCount > 0) || !apart
                ? BOTH
                : upCount > 0 ? CLIENT_TO_SERVER : SERVER_TO_CLIENT;
    int most = Math.max(Math.max(upCount, downCount), apart ? 0 : echoCount);
    int sent =
        Stream.of(up, down, echo).filter(Objects::nonNull).mapToInt(Flow::sent).max().orElse(0);
    boolean unsure = !apart && !onWayBack && all.direct() == null;
    Finding finding =
        Finding.measured(
                id,
                Values.of("count", most).and("sent", sent).map(),
                "Of %d messages %d %s.".formatted(sent, most, verb),
                "integrity")
            .withDirection(direction.label())
            .likelyIf(unsure);
    // a server of another make may answer all in one type
    return List.of(
        unsure && id == TYPE_CHANGED && 2 * most >= sent
            ? finding.withSeverity(Severity.NOTE)
            : finding);
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
                        .withDirection(direction.label()));
              }
            });
    return findings.size() == 2 && sameHow(findings)
        ? List.of(findings.get(0).withDirection(BOTH.label()))
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
    List<Finding> findings = new ArrayList<>();
    int ofServer = lost(early.serverSent(), early.serverArrived());
    if (ofServer > 0 && ofServer == early.serverSent() && isNothingPushed(all)) {
      findings.add(
          Finding.measured(
                  MESSAGES_LOST,
                  Values.of("count", ofServer).and("sent", early.serverSent()).map(),
                  "What the server sends by itself gets lost; its answers arrive.",
                  "early-data",
                  "buffering")
              .withDirection(SERVER_TO_CLIENT.label()));
    } else if (ofServer > 0) {
      findings.add(
          earlyData(ofServer, early.serverSent(), "What the server sends right behind its 101")
              .withDirection(SERVER_TO_CLIENT.label()));
    }
    int ofClient = lost(early.clientSent(), early.clientArrived());
    if (ofClient > 0 && !Facts.isByGo(all)) {
      findings.add(
          // which no client may send (RFC 6455, section 4.1)
          earlyData(ofClient, early.clientSent(), "What the client sends before the 101 has come")
              .withSeverity(Severity.NOTE)
              .withDirection(CLIENT_TO_SERVER.label()));
    }
    return findings;
  }

  /** Whether nothing comes on a clock of the server either, while what it is asked is answered. */
  private static boolean isNothingPushed(Measurements all) {
    Buffering buffering = all.buffering();
    return buffering != null
        && buffering.held() == null
        && buffering.arrivals().getOrDefault(SERVER_TO_CLIENT, List.of(0.0)).isEmpty()
        && !buffering.arrivals().getOrDefault(CLIENT_TO_SERVER, List.of()).isEmpty()
        && (all.integrity() == null
            || all.integrity().flows().values().stream().allMatch(flow -> flow.lost() == 0));
  }

  private static int lost(int sent, @Nullable Integer arrived) {
    return arrived == null ? 0 : Math.max(0, sent - arrived);
  }

  private static Finding earlyData(int lost, int sent, String what) {
    return Finding.measured(
        EARLY_DATA_LOST,
        Values.of("count", lost).and("sent", sent).map(),
        what + " gets lost.",
        "early-data");
  }
}
