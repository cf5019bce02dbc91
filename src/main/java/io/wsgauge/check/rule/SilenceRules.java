package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.END_NOT_TOLD;
import static io.wsgauge.check.rule.FindingId.FIRST_MESSAGE_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.IDLE_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.SILENT_DROP;

import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What silence, the first silence, or age alone does to a WebSocket. */
final class SilenceRules {
  private static final String CLIENT_DATA = "client-data";
  private static final String SERVER_DATA = "server-data";

  private SilenceRules() {}

  static List<Finding> silence(Measurements all) {
    Silence silence = all.silence();
    if (silence == null) {
      return List.of();
    }
    Lanes lanes = Lanes.of(all, silence);
    List<Finding> findings = new ArrayList<>();
    CommonEnd common = CommonEnd.of(all, lanes);
    if (common != null) {
      findings.add(common.finding());
    }
    Lanes rest = common == null ? lanes : lanes.without(common.lanes());
    Set<Kind> alive = rest.alive();
    if (common != null) {
      common.lanes().forEach(lane -> alive.add(lane.kind()));
    }
    findings.addAll(idle(rest, alive, common != null));
    findings.addAll(dropped(rest));
    findings.addAll(untold(rest));
    return findings;
  }

  private static List<Finding> idle(Lanes lanes, Set<Kind> alive, boolean endsAnyway) {
    // what is cut as soon as something has passed was not silent
    List<Lane> cut = silent(lanes.cut(Lanes.IDLE));
    if (cut.size() < 2) {
      return List.of();
    }
    List<Lane> silent = silent(lanes.cut(EnumSet.of(Kind.SILENT)));
    // what was asked just before its end was not silent until then
    List<Lane> never =
        silent.isEmpty()
            ? cut.stream().filter(lane -> lane.kind() != Kind.FIRST_MESSAGE).toList()
            : silent;
    List<Lane> once = cut.stream().filter(lane -> lane.kind() == Kind.FIRST_MESSAGE).toList();
    if (never.isEmpty()) {
      return List.of();
    }
    double least = Collections.min(Lanes.silences(never));
    Lane exchange = lanes.first(Kind.FIRST_MESSAGE);
    if (once.isEmpty()) {
      // where silent ones live on as well, one server of several cuts
      boolean some =
          lanes.of(EnumSet.of(Kind.SILENT)).stream()
              .anyMatch(lane -> lane.ending() == null && outlived(lane, lanes, least));
      if (exchange != null && !some && outlived(exchange, lanes, least)) {
        return List.of(firstMessage(Lanes.silences(never)));
      }
      return direction(lanes, alive, Lanes.silences(never), exchange != null || endsAnyway);
    }
    double later = Collections.min(Lanes.silences(once));
    if (later > least + lanes.tolerance(least)) {
      List<Finding> findings = new ArrayList<>();
      findings.add(firstMessage(Lanes.silences(never)));
      // lanes without a message of the client's say nothing of what is behind that timeout
      double tolerance = lanes.tolerance(least);
      List<Lane> first =
          lanes.cut().stream()
              .filter(lane -> Math.abs(Lanes.lifetime(lane) - least) <= tolerance)
              .toList();
      findings.addAll(direction(lanes.without(first), alive, Lanes.silences(once), false));
      return findings;
    }
    List<Lane> both = new ArrayList<>(never);
    both.addAll(once);
    return direction(lanes, alive, Lanes.silences(both), false);
  }

  private static List<Lane> silent(List<Lane> cut) {
    return cut.stream()
        .filter(lane -> lane.silence() != null && lane.silence() >= Lanes.LEAST_SILENCE)
        .toList();
  }

  /** Whether the lane was silent for longer than the others survived. */
  private static boolean outlived(Lane first, Lanes lanes, double least) {
    double until =
        first.ending() == null ? first.openedAt() + lanes.horizon() : first.ending().at();
    return until - first.lastDataAt() > least + lanes.tolerance(least) / 2;
  }

  private static Finding firstMessage(List<Double> samples) {
    return Finding.measured(
        FIRST_MESSAGE_TIMEOUT,
        Values.minimum("seconds", samples).map(),
        "A WebSocket on which nothing was ever sent is cut after %s; one exchange keeps it open."
            .formatted(Values.seconds(Collections.min(samples))),
        "silence");
  }

  /** Which data keeps it open tells whose silence counts. */
  private static List<Finding> direction(
      Lanes lanes, Set<Kind> alive, List<Double> samples, boolean uncertain) {
    boolean client = lanes.isCut(Kind.CLIENT_DATA) && !alive.contains(Kind.CLIENT_DATA);
    boolean server = lanes.isCut(Kind.SERVER_DATA) && !alive.contains(Kind.SERVER_DATA);
    List<String> keptBy =
        Stream.of(Kind.CLIENT_DATA, Kind.SERVER_DATA, Kind.CLIENT_PINGS, Kind.SERVER_PINGS)
            .filter(alive::contains)
            .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList();
    if (client && server) {
      // each side has a timer of its own
      return List.of(
          idle(samplesOf(lanes, Kind.CLIENT_DATA, samples), SERVER_DATA, keptBy),
          idle(samplesOf(lanes, Kind.SERVER_DATA, samples), CLIENT_DATA, keptBy));
    }
    boolean unknown =
        uncertain
            || !(client || alive.contains(Kind.CLIENT_DATA))
            || !(server || alive.contains(Kind.SERVER_DATA));
    String direction = client ? SERVER_DATA : server ? CLIENT_DATA : Finding.BOTH;
    return List.of(idle(samples, direction, keptBy).likelyIf(unknown));
  }

  private static List<Double> samplesOf(Lanes lanes, Kind kind, List<Double> samples) {
    List<Double> own =
        lanes.cut(EnumSet.of(kind)).stream().map(Lane::lifetime).filter(Objects::nonNull).toList();
    return own.isEmpty() ? samples : own;
  }

  private static Finding idle(List<Double> samples, String direction, List<String> keptBy) {
    double least = Collections.min(samples);
    double most = Collections.max(samples);
    String time =
        most - least > 0.5
            ? Values.seconds(least) + " to " + Values.seconds(most)
            : Values.seconds(least);
    return Finding.measured(
            IDLE_TIMEOUT,
            Values.minimum("seconds", samples).and("keptOpenBy", keptBy).map(),
            switch (direction) {
                  case CLIENT_DATA -> "A WebSocket on which the client sends no data is cut after ";
                  case SERVER_DATA -> "A WebSocket on which the server sends no data is cut after ";
                  default -> "A WebSocket without data is cut after ";
                }
                + time
                + ".",
            "silence")
        .withDirection(direction);
  }

  /** Lanes that stay open and answer nothing any more. */
  private static List<Finding> dropped(Lanes lanes) {
    List<Lane> dropped =
        lanes.all().stream()
            .filter(lane -> lane.ending() == null && Boolean.FALSE.equals(lane.answeredAtEnd()))
            .filter(lane -> lane.ownLag() < lanes.horizon() / 10)
            .toList();
    if (dropped.size() < 2) {
      return List.of();
    }
    List<Double> told =
        dropped.stream().map(SilenceRules::endAtServer).filter(Objects::nonNull).toList();
    double least = 0;
    double most = lanes.horizon();
    for (Lane lane : dropped) {
      double busy = lane.lastDataAt() - lane.openedAt();
      if (lane.kind() == Kind.ASKED_AT_HALF) {
        boolean answered = busy > lanes.horizon() * 0.4;
        least = answered ? lanes.horizon() / 2 : 0;
        most = answered ? most : lanes.horizon() / 2;
      }
    }
    if (lanes.alive().contains(Kind.ASKED_AT_HALF)) {
      least = lanes.horizon() / 2;
    }
    Values value =
        told.isEmpty()
            ? Values.of("seconds", most).and("min", least).and("max", most)
            : Values.minimum("seconds", told);
    return List.of(
        Finding.measured(
                SILENT_DROP,
                value.and("lanes", dropped.size()).map(),
                "A silent WebSocket stays open and leads nowhere any more after %s."
                    .formatted(
                        told.isEmpty()
                            ? "between %s and %s"
                                .formatted(Values.seconds(least), Values.seconds(most))
                                .replaceFirst("between 0 s and", "at most")
                            : Values.seconds(Collections.min(told))),
                "silence")
            .withDirection(Direction.BOTH.label()));
  }

  private static @Nullable Double endAtServer(Lane lane) {
    return lane.record() == null || lane.record().ending() == null
        ? null
        : lane.record().ageSeconds();
  }

  /** Lanes of whose end this side was told, and the server never. */
  private static List<Finding> untold(Lanes lanes) {
    List<Double> open = new ArrayList<>();
    for (Lane lane : lanes.cut()) {
      if (lane.record() != null && lane.record().ending() == null) {
        double waited = lane.record().ageSeconds() - Lanes.lifetime(lane);
        if (waited > 1) {
          open.add(waited);
        }
      }
    }
    return open.size() < 2
        ? List.of()
        : List.of(
            Finding.measured(
                    END_NOT_TOLD,
                    Values.minimum("seconds", open).map(),
                    "The server is not told that a WebSocket was cut.",
                    "silence")
                .withDirection(Direction.CLIENT_TO_SERVER.label()));
  }
}
