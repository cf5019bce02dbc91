package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Silence;
import io.wsgauge.check.measurement.Silence.Kind;
import io.wsgauge.check.measurement.Silence.Lane;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of the step {@code silence} that say something of the path: those that neither end has
 * ended by its own rules.
 */
record Lanes(List<Lane> all, double horizon) {
  static final Set<Kind> IDLE = EnumSet.of(Kind.SILENT, Kind.ASKED_AT_HALF, Kind.FIRST_MESSAGE);
  static final Set<Kind> DATA = EnumSet.of(Kind.CLIENT_DATA, Kind.SERVER_DATA, Kind.BOTH_DATA);

  /** Seconds of silence that no timeout is shorter than. */
  static final double LEAST_SILENCE = 0.3;

  /** The samples of a time are exact where this process was late by less, in seconds. */
  private static final double EXACT_LAG = 0.1;

  static Lanes of(Measurements all, Silence silence) {
    return new Lanes(
        silence.lanes().stream().filter(lane -> !isEndedByAnEnd(all, lane)).toList(),
        silence.horizon());
  }

  private static boolean isEndedByAnEnd(Measurements all, Lane lane) {
    Ending ending = lane.ending();
    if (ending == null) {
      return false;
    }
    if (ending.by() == Ending.By.SELF || ending.how() == Ending.How.TIMEOUT) {
      return true;
    }
    if (lane.record() != null) {
      Ending seen = lane.record().ending();
      return seen != null && (seen.by() == Ending.By.SELF || seen.how() == Ending.How.TIMEOUT);
    }
    if (Facts.isWsgauge(all)) {
      // which says why it closes
      return ending.code() == 1001 && !ending.reason().isEmpty();
    }
    // another server need not understand what it is sent, and ends at once what has sent it
    return lane.lastDataAt() > lane.openedAt() && lifetime(lane) < LEAST_SILENCE;
  }

  Lanes without(Collection<Lane> others) {
    return new Lanes(all.stream().filter(lane -> !others.contains(lane)).toList(), horizon);
  }

  List<Lane> of(Set<Kind> kinds) {
    return all.stream().filter(lane -> kinds.contains(lane.kind())).toList();
  }

  List<Lane> cut(Set<Kind> kinds) {
    return of(kinds).stream().filter(lane -> lane.ending() != null).toList();
  }

  List<Lane> cut() {
    return all.stream().filter(lane -> lane.ending() != null).toList();
  }

  /** The kinds of which a lane lived to the end. */
  Set<Kind> alive() {
    Set<Kind> alive = EnumSet.noneOf(Kind.class);
    all.stream()
        .filter(lane -> lane.ending() == null && !Boolean.FALSE.equals(lane.answeredAtEnd()))
        .forEach(lane -> alive.add(lane.kind()));
    return alive;
  }

  /** Whether all lanes of a kind, of which there are some, were cut in spite of their data. */
  boolean isCut(Kind kind) {
    List<Lane> lanes = of(EnumSet.of(kind));
    return !lanes.isEmpty() && lanes.stream().allMatch(Lanes::isBusy);
  }

  /** The silences of lanes that were cut, those alone that are exact where there are some. */
  static List<Double> silences(List<Lane> cut) {
    List<Lane> exact = cut.stream().filter(lane -> lane.ownLag() < EXACT_LAG).toList();
    return (exact.isEmpty() ? cut : exact)
        .stream().map(Lane::silence).filter(Objects::nonNull).toList();
  }

  static double spread(List<Lane> lanes, ToDoubleFunction<Lane> number) {
    double min = lanes.stream().mapToDouble(number).min().orElse(0);
    return lanes.stream().mapToDouble(number).max().orElse(0) - min;
  }

  static double endedAt(Lane lane) {
    return lane.ending() == null ? Double.NaN : lane.ending().at();
  }

  static double lifetime(Lane lane) {
    Double lifetime = lane.lifetime();
    return lifetime == null ? Double.NaN : lifetime;
  }

  /**
   * How far two times may be apart that one timer has set: as far as those of the silent lanes are,
   * which tell whether it looks only now and then.
   */
  double tolerance(double seconds) {
    List<Lane> silent = cut(EnumSet.of(Kind.SILENT));
    double spread = silent.size() < 2 ? 0.5 : spread(silent, Lanes::lifetime);
    return 0.3 + seconds / 50 + Math.min(1.2, spread);
  }

  /** Whether data had passed on the lane not long before its end, so that it was not silent. */
  static boolean isBusy(Lane lane) {
    Double silence = lane.silence();
    return silence != null && silence < 0.6 * lifetime(lane);
  }

  /** A lane that may be what is looked for; null without one. */
  @Nullable Lane first(Kind kind) {
    return all.stream().filter(lane -> lane.kind() == kind).findFirst().orElse(null);
  }
}
