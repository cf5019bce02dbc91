package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.CUT_AFTER_BYTES;
import static io.wsgauge.check.rule.FindingId.CUT_AFTER_MESSAGES;
import static io.wsgauge.check.rule.FindingId.CUT_ALL_AT_ONCE;
import static io.wsgauge.check.rule.FindingId.LIFETIME_LIMIT;

import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Ending;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.ServerRecord;
import io.wsgauge.check.measurement.Silence.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is constant about ends that no step has asked for. */
final class InterruptionRules {
  private static final double INSTANT = 0.15;

  /** Codes of close frames for what was received (RFC 6455, section 7.4.1). */
  private static final Set<Integer> OF_CONTENT = Set.of(1002, 1003, 1007, 1009);

  private InterruptionRules() {}

  /**
   * One count over all ends.
   *
   * @param tolerance by which they may differ, as a part
   */
  private record Counter(FindingId id, Direction direction, List<Double> counts, double tolerance) {
    double min() {
      return Collections.min(counts);
    }

    double spread() {
      return (Collections.max(counts) - min()) / Math.max(1, min());
    }

    /** The count that is met most, and the larger of two that are met alike. */
    private double usual() {
      return counts.stream()
          .max(
              Comparator.<Double>comparingInt(count -> Collections.frequency(counts, count))
                  .thenComparing(Comparator.naturalOrder()))
          .orElse(0.0);
    }

    /** The count after which it is cut. */
    double count() {
      return id == CUT_AFTER_MESSAGES ? usual() : min();
    }

    /**
     * A message more may pass than is counted, and a reset may overtake some of them: then there
     * are fewer.
     */
    private boolean isUsual() {
      double usual = usual();
      return Collections.frequency(counts, usual) >= 2
          && alike() >= (Collections.max(counts) == usual ? 0.5 : 0.6)
          && Collections.max(counts) <= usual + (usual > 4 ? 1 : 0);
    }

    /** The part of the ends that are at the count. */
    double alike() {
      return spread() <= tolerance
          ? 1
          : (double) Collections.frequency(counts, usual()) / counts.size();
    }

    boolean isConstant() {
      return (min() > 0 && spread() <= tolerance)
          || (id == CUT_AFTER_MESSAGES && usual() > 0 && isUsual());
    }
  }

  static List<Finding> interruptions(Measurements all) {
    List<Interruption> ends = new ArrayList<>(all.interruptions());
    ends.removeIf(InterruptionRules::isByAnEnd);
    ends.removeIf(InterruptionRules::isForASize);
    List<Finding> atOnce = atOnce(ends);
    ends.addAll(busyLanes(all));
    ends.removeIf(end -> end.messages() == 0);
    Optional<Counter> constant =
        ends.size() < 2
            ? Optional.empty()
            : counters(ends).stream()
                .filter(Counter::isConstant)
                .min(
                    Comparator.comparingDouble((Counter counter) -> -counter.alike())
                        .thenComparingDouble(Counter::spread));
    // two of one instant may have counted alike by chance
    if (!atOnce.isEmpty() && (constant.isEmpty() || ends.size() < 3)) {
      return atOnce;
    }
    if (ends.size() < 2) {
      return List.of();
    }
    if (constant.isPresent()) {
      return List.of(counted(constant.get(), counters(ends)));
    }
    List<Double> ages = ends.stream().map(Interruption::age).toList();
    double least = Collections.min(ages);
    return least > 0.5 && Collections.max(ages) - least <= Math.max(0.1, least / 20)
        ? List.of(
            Finding.measured(
                    LIFETIME_LIMIT,
                    Values.minimum("seconds", ages).map(),
                    "A WebSocket is cut at an age of %s, whatever passes on it."
                        .formatted(Values.seconds(least)),
                    steps(ends))
                .likely())
        : List.of();
  }

  /** Whether it was ended for what was sent, which a limit of sizes is. */
  private static boolean isForASize(Interruption end) {
    return OF_CONTENT.contains(end.ending().code())
        || (end.step().equals("sizes") && end.record() == null);
  }

  private static boolean isByAnEnd(Interruption end) {
    if (end.ending().by() == Ending.By.SELF) {
      return true;
    }
    ServerRecord record = end.record();
    return record != null && record.ending() != null && record.ending().by() == Ending.By.SELF;
  }

  /** Lanes that data should have kept open, where silence alone has cut none. */
  private static Stream<Interruption> lanes(Measurements all) {
    if (all.silence() == null) {
      return Stream.of();
    }
    Lanes lanes = Lanes.of(all, all.silence());
    if (!lanes.cut(Lanes.IDLE).isEmpty()) {
      return Stream.of();
    }
    return lanes.cut(Lanes.DATA).stream().map(InterruptionRules::of).flatMap(Stream::ofNullable);
  }

  private static List<Interruption> busyLanes(Measurements all) {
    return lanes(all).toList();
  }

  private static @Nullable Interruption of(Lane lane) {
    ServerRecord record = lane.record();
    return record == null || lane.ending() == null
        ? null
        : new Interruption(
            "silence",
            lane.ending(),
            Lanes.lifetime(lane),
            record.received().messages() + record.sent().messages(),
            record.received().bytes() + record.sent().bytes(),
            record);
  }

  /** Those of one way are counted by both ends, as far as the server has said what it has. */
  private static List<Counter> counters(List<Interruption> ends) {
    List<Counter> counters = new ArrayList<>();
    List<Interruption> told = ends.stream().filter(end -> end.record() != null).toList();
    boolean recorded = told.size() >= 2;
    if (recorded) {
      counters.add(
          messages(Direction.CLIENT_TO_SERVER, told, end -> record(end).received().messages()));
      counters.add(
          messages(
              Direction.SERVER_TO_CLIENT,
              told,
              end -> end.messages() - record(end).received().messages()));
    }
    counters.add(messages(Direction.BOTH, ends, Interruption::messages));
    if (recorded) {
      counters.add(bytes(Direction.CLIENT_TO_SERVER, told, end -> record(end).received().bytes()));
      counters.add(
          bytes(
              Direction.SERVER_TO_CLIENT,
              told,
              end -> end.bytes() - record(end).received().bytes()));
    }
    counters.add(bytes(Direction.BOTH, ends, Interruption::bytes));
    return counters;
  }

  private static ServerRecord record(Interruption end) {
    ServerRecord record = end.record();
    if (record == null) {
      throw new IllegalArgumentException("no record of an end in step " + end.step());
    }
    return record;
  }

  private static Counter messages(
      Direction direction, List<Interruption> ends, Function<Interruption, Long> count) {
    return counter(CUT_AFTER_MESSAGES, direction, ends, count, 0);
  }

  /** A message is cut in its middle, or passes whole, so that bytes differ by a little. */
  private static Counter bytes(
      Direction direction, List<Interruption> ends, Function<Interruption, Long> count) {
    return counter(CUT_AFTER_BYTES, direction, ends, count, 0.05);
  }

  private static Counter counter(
      FindingId id,
      Direction direction,
      List<Interruption> ends,
      Function<Interruption, Long> count,
      double tolerance) {
    return new Counter(
        id, direction, ends.stream().map(end -> (double) count.apply(end)).toList(), tolerance);
  }

  private static Finding counted(Counter counter, List<Counter> all) {
    boolean others =
        all.stream().anyMatch(other -> other.id() != counter.id() && other.isConstant());
    boolean messages = counter.id() == CUT_AFTER_MESSAGES;
    long count = (long) counter.count();
    return Finding.measured(
            counter.id(),
            Values.of("count", count)
                .and("min", (long) counter.min())
                .and("max", Collections.max(counter.counts()).longValue())
                .and("samples", counter.counts().stream().map(Double::longValue).toList())
                .map(),
            "A WebSocket is cut after %d %s%s."
                .formatted(
                    count,
                    messages ? "messages" : "bytes",
                    counter.direction() == Direction.BOTH
                        ? ""
                        : " from " + counter.direction().label().replace('-', ' ')),
            "interruptions")
        .withDirection(counter.direction().label())
        .likelyIf(others);
  }

  /** Ends of connections of several ages in one instant. */
  private static List<Finding> atOnce(List<Interruption> ends) {
    List<Interruption> sorted =
        ends.stream().sorted(Comparator.comparingDouble(end -> end.ending().at())).toList();
    for (int i = 1; i < sorted.size(); i++) {
      Interruption one = sorted.get(i - 1);
      Interruption other = sorted.get(i);
      if (other.ending().at() - one.ending().at() <= INSTANT
          && Math.abs(other.age() - one.age()) > 0.5) {
        return List.of(
            Finding.measured(
                CUT_ALL_AT_ONCE,
                Values.of("at", one.ending().at()).and("connections", ends.size()).map(),
                "Connections of several ages were cut in the same instant, %s after the check began."
                    .formatted(Values.seconds(one.ending().at())),
                steps(ends)));
      }
    }
    return List.of();
  }

  private static String[] steps(List<Interruption> ends) {
    return ends.stream().map(Interruption::step).distinct().toArray(String[]::new);
  }
}
