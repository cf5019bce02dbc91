package io.wsgauge.check.rule;

import static io.wsgauge.check.measurement.Direction.BOTH;
import static io.wsgauge.check.measurement.Direction.CLIENT_TO_SERVER;
import static io.wsgauge.check.measurement.Direction.SERVER_TO_CLIENT;
import static io.wsgauge.check.rule.FindingId.CLOSE_CODE_LOST;
import static io.wsgauge.check.rule.FindingId.CLOSE_REASON_LOST;
import static io.wsgauge.check.rule.FindingId.END_NOT_TOLD;
import static io.wsgauge.check.rule.FindingId.PINGS_LOST;
import static io.wsgauge.check.rule.FindingId.PING_ANSWERED_BY_PROXY;

import io.wsgauge.check.measurement.Closes;
import io.wsgauge.check.measurement.Closes.Case;
import io.wsgauge.check.measurement.Closes.Seen;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Pings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of pings, close frames and ends. */
final class ControlRules {
  private ControlRules() {}

  static List<Finding> pings(Measurements all) {
    Pings pings = all.pings();
    if (pings == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    // a gateway that ends WebSockets answers pings itself, and is well
    boolean relayed = Facts.isRelayed(all);
    int anyway = Objects.requireNonNullElse(pings.answeredAnyway(), 0);
    boolean serverUnseen = pings.serverSeen() != null && pings.serverSeen() == 0;
    int served = Objects.requireNonNullElse(pings.serverAnswered(), 0);
    boolean forClient = serverUnseen && served >= 2 && pings.serverSent() >= 2;
    if (!relayed && (anyway >= 2 || forClient)) {
      findings.add(
          Finding.measured(
                  PING_ANSWERED_BY_PROXY,
                  Values.of("count", anyway >= 2 ? anyway : served).map(),
                  anyway >= 2
                      ? "Pings are answered on the way: a pong says nothing of the server."
                      : "The server's pings are answered on the way: a pong says nothing of the client.",
                  "pings")
              .withDirection(
                  (anyway >= 2 && forClient
                          ? BOTH
                          : anyway >= 2 ? CLIENT_TO_SERVER : SERVER_TO_CLIENT)
                      .label()));
    }
    int up = pings.sent() - pings.answered();
    int down = serverUnseen && served == 0 && !relayed ? pings.serverSent() : 0;
    if (up >= 2 || down >= 2) {
      Direction direction =
          up >= 2 && down >= 2 ? BOTH : up >= 2 ? CLIENT_TO_SERVER : SERVER_TO_CLIENT;
      findings.add(
          Finding.measured(
                  PINGS_LOST,
                  Values.of("count", direction == SERVER_TO_CLIENT ? down : up)
                      .and(
                          "sent", direction == SERVER_TO_CLIENT ? pings.serverSent() : pings.sent())
                      .map(),
                  direction == SERVER_TO_CLIENT
                      ? "The server's pings do not arrive."
                      : "Pings get no answer, while messages do.",
                  "pings")
              .withDirection(direction.label())
              .likelyIf(!Facts.isWsgauge(all) && all.direct() == null));
    }
    return findings;
  }

  static List<Finding> closes(Measurements all) {
    if (all.closes() == null || !Facts.isWsgauge(all)) {
      return List.of(); // nobody tells what has arrived there
    }
    Closes closes = all.closes();
    Map<Direction, Finding> lost = new EnumMap<>(Direction.class);
    for (Case kind : List.of(Case.CLIENT_CLOSE, Case.SERVER_CLOSE)) {
      Seen seen = closes.cases().get(kind);
      Finding finding = seen == null ? null : closeFrame(kind, seen);
      if (finding != null) {
        lost.put(kind.direction(), finding);
      }
    }
    List<Finding> findings = new ArrayList<>(merged(lost));
    Map<Direction, Finding> untold = new EnumMap<>(Direction.class);
    for (Direction direction : List.of(CLIENT_TO_SERVER, SERVER_TO_CLIENT)) {
      Finding finding = untold(closes, direction);
      if (finding != null) {
        untold.put(direction, finding);
      }
    }
    findings.addAll(merged(untold));
    return findings;
  }

  private static @Nullable Finding closeFrame(Case kind, Seen seen) {
    Ending arrived = seen.arrived();
    if (arrived == null) {
      return null;
    }
    String who = kind == Case.SERVER_CLOSE ? "server" : "client";
    if (arrived.code() != seen.code()) {
      int code = arrived.code() == 0 ? 1006 : arrived.code();
      return Finding.measured(
              CLOSE_CODE_LOST,
              Values.of("arrived", code).and("sent", seen.code()).map(),
              "The %s closes with %d, and the other end sees %d.".formatted(who, seen.code(), code),
              "close")
          .withDirection(kind.direction().label());
    }
    return arrived.reason().equals(seen.reason())
        ? null
        : Finding.measured(
                CLOSE_REASON_LOST,
                Values.of("arrived", arrived.reason()).and("sent", seen.reason()).map(),
                "The %s's reason for its close does not arrive.".formatted(who),
                "close")
            .withDirection(kind.direction().label());
  }

  private static @Nullable Finding untold(Closes closes, Direction direction) {
    List<Seen> ends =
        closes.cases().entrySet().stream()
            .filter(end -> end.getKey().direction() == direction)
            .map(Map.Entry::getValue)
            .toList();
    List<Seen> untold = ends.stream().filter(end -> end.arrived() == null).toList();
    if (untold.isEmpty()) {
      return null;
    }
    List<Double> waited = untold.stream().map(Seen::seconds).toList();
    return Finding.measured(
            END_NOT_TOLD,
            Values.minimum("seconds", waited).and("of", ends.size()).map(),
            direction == CLIENT_TO_SERVER
                ? "The client ends a WebSocket, and the server is not told."
                : "The server ends a WebSocket, and the client is not told.",
            "close")
        .withDirection(direction.label())
        .likelyIf(untold.size() < 2);
  }

  /** The same in both directions is one finding. */
  private static List<Finding> merged(Map<Direction, Finding> findings) {
    List<Finding> all = List.copyOf(findings.values());
    boolean same =
        all.size() == 2
            && all.get(0).id() == all.get(1).id()
            && (all.get(0).id() != CLOSE_CODE_LOST
                || Objects.equals(
                    all.get(0).value().get("arrived"), all.get(1).value().get("arrived")));
    return same ? List.of(all.get(0).withDirection(BOTH.label())) : all;
  }
}
