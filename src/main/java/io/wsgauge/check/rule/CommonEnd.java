package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.CUT_ALL_AT_ONCE;
import static io.wsgauge.check.rule.FindingId.LIFETIME_LIMIT;

import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An end that comes to all lanes whatever passes on them: all of one age, or all in one instant.
 *
 * @param lanes that it came to
 */
record CommonEnd(List<Lane> lanes, Finding finding) {
  /** Ends that are apart by less have one instant. */
  private static final double INSTANT = 0.3;

  /**
   * @return null where there is none
   */
  static @Nullable CommonEnd of(Measurements all, Lanes lanes) {
    List<Lane> busy = lanes.cut(Lanes.DATA).stream().filter(Lanes::isBusy).toList();
    if (busy.isEmpty()) {
      return null;
    }
    // the one that is cut last of those that data should have kept
    Lane last = busy.get(0);
    for (Lane lane : busy) {
      last = Lanes.endedAt(lane) > Lanes.endedAt(last) ? lane : last;
    }
    boolean both = last.kind() == Kind.BOTH_DATA;
    double age = Lanes.lifetime(last);
    double instant = Lanes.endedAt(last);
    double tolerance = lanes.tolerance(age);
    List<Lane> together =
        lanes.cut().stream()
            .filter(
                lane ->
                    Math.abs(Lanes.lifetime(lane) - age) <= tolerance
                        || Math.abs(Lanes.endedAt(lane) - instant) <= INSTANT)
            .toList();
    boolean outlived =
        lanes.all().stream()
            .anyMatch(lane -> !together.contains(lane) && outlives(lane, instant, lanes));
    boolean few = isFew(lanes, together);
    if (together.size() < 2
        || outlived
        || !(both || withData(together) > 1 || few || isOfOneInstant(together))) {
      return null;
    }
    double ages = Lanes.spread(together, Lanes::lifetime);
    double instants = Lanes.spread(together, Lanes::endedAt);
    boolean once =
        instants <= INSTANT
            && (instants < ages / 2 || isMetElsewhere(all, instant, age, tolerance));
    Finding finding = once ? atOnce(together) : lifetime(together);
    return new CommonEnd(together, finding.likelyIf(few));
  }

  private static long withData(List<Lane> lanes) {
    return lanes.stream().filter(lane -> Lanes.DATA.contains(lane.kind())).count();
  }

  /** Whether a foreign server sends no data, but its pongs have kept nothing open. */
  private static boolean isFew(Lanes lanes, List<Lane> together) {
    return lanes.of(EnumSet.of(Kind.SERVER_DATA, Kind.BOTH_DATA)).isEmpty()
        && together.stream().anyMatch(lane -> lane.kind() == Kind.CLIENT_PINGS)
        && withData(together) > 0;
  }

  /**
   * Whether what was silent all along and what was not until late ended together, as no timeout of
   * one direction does.
   */
  private static boolean isOfOneInstant(List<Lane> together) {
    return Lanes.spread(together, Lanes::endedAt) <= INSTANT / 3
        && Lanes.spread(together, Lanes::lifetime) > INSTANT
        && together.stream().anyMatch(lane -> lane.kind() == Kind.SILENT)
        && together.stream().anyMatch(lane -> lane.kind() == Kind.ASKED_AT_HALF)
        && together.stream().anyMatch(lane -> lane.kind() == Kind.CLIENT_PINGS);
  }

  private static boolean outlives(Lane lane, double instant, Lanes lanes) {
    return lane.ending() == null
        && lane.openedAt() + lanes.horizon() > instant + lanes.tolerance(0)
        && !Boolean.FALSE.equals(lane.answeredAtEnd());
  }

  /** Whether a connection of another age ended in the same instant. */
  private static boolean isMetElsewhere(
      Measurements all, double instant, double age, double tolerance) {
    return all.interruptions().stream()
        .anyMatch(
            (Interruption other) ->
                Math.abs(other.ending().at() - instant) <= INSTANT
                    && Math.abs(other.age() - age) > tolerance);
  }

  private static Finding atOnce(List<Lane> lanes) {
    double at = lanes.stream().mapToDouble(Lanes::endedAt).min().orElse(0);
    return Finding.measured(
        CUT_ALL_AT_ONCE,
        Values.of("at", at).and("connections", lanes.size()).map(),
        "All connections were cut in the same instant, %s after the check began, whatever their age."
            .formatted(Values.seconds(at)),
        "silence");
  }

  private static Finding lifetime(List<Lane> lanes) {
    List<Double> ages = lanes.stream().map(Lanes::lifetime).toList();
    Values value = Values.minimum("seconds", ages);
    double least = ages.stream().min(Double::compare).orElse(0.0);
    return Finding.measured(
        LIFETIME_LIMIT,
        value.map(),
        "A WebSocket is cut at an age of %s, whatever passes on it."
            .formatted(Values.seconds(least)),
        "silence");
  }
}
