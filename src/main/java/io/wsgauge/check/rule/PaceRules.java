package io.wsgauge.check.rule;

import static io.wsgauge.check.measurement.Direction.BOTH;
import static io.wsgauge.check.measurement.Direction.CLIENT_TO_SERVER;
import static io.wsgauge.check.measurement.Direction.SERVER_TO_CLIENT;
import static io.wsgauge.check.rule.FindingId.BUFFERING;
import static io.wsgauge.check.rule.FindingId.PACKET_DELAY;
import static io.wsgauge.check.rule.FindingId.THROUGHPUT;

import io.wsgauge.check.measurement.Buffering;
import io.wsgauge.check.measurement.Direction;
import io.wsgauge.check.measurement.Held;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.RoundTrips;
import io.wsgauge.check.measurement.Throughput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** When what was sent arrives: in clumps, late, or slowly. */
final class PaceRules {
  /** Fewer arrivals show no pattern. */
  private static final int LEAST_ARRIVALS = 6;

  /** No path has less that is not limited, in bytes a second. */
  private static final double SLOW = 1_000_000;

  private PaceRules() {}

  static List<Finding> buffering(Measurements all) {
    Buffering buffering = all.buffering();
    Double opening = Facts.openingSeconds(all);
    if (buffering != null && buffering.held() != null) {
      return List.of(held(buffering.held()));
    }
    if (buffering == null || opening == null || !isHeldToo(buffering.roundTrips(), opening)) {
      return List.of();
    }
    List<Direction> clumped =
        Stream.of(CLIENT_TO_SERVER, SERVER_TO_CLIENT)
            .filter(direction -> held(buffering, direction) != null)
            .toList();
    if (clumped.isEmpty()) {
      return List.of();
    }
    List<Double> samples =
        clumped.stream()
            .map(direction -> held(buffering, direction))
            .flatMap(Stream::ofNullable)
            .flatMap(List::stream)
            .toList();
    return List.of(
        Finding.measured(
                BUFFERING,
                Values.minimum("seconds", samples)
                    .and("roundTrip", least(buffering.roundTrips()))
                    .map(),
                "Messages are held back and arrive in clumps, about %s apart."
                    .formatted(Values.seconds(Collections.min(samples))),
                "buffering",
                "round-trip")
            .withDirection((clumped.size() == 2 ? BOTH : clumped.get(0)).label()));
  }

  private static Finding held(Held held) {
    boolean end = held.until().equals("end");
    return Finding.measured(
            BUFFERING,
            Values.of("seconds", held.seconds())
                .and("min", held.seconds())
                .and("until", held.until())
                .map(),
            end
                ? "Messages are held back until the connection ends."
                : "Messages are held back until many bytes are there.",
            "buffering")
        .withDirection(held.direction().label())
        .likelyIf(end && held.direction() == CLIENT_TO_SERVER);
  }

  /**
   * Whether single messages are late as well, and all alike: a busy machine makes clumps too, but
   * its quickest round trip is as quick as ever.
   */
  private static boolean isHeldToo(List<Double> roundTrips, double opening) {
    return roundTrips.isEmpty() || least(roundTrips) > Math.max(5 * opening, 0.02);
  }

  private static double least(List<Double> seconds) {
    return seconds.stream().min(Double::compare).orElse(0.0);
  }

  /** The times between clumps; null where there are none. */
  private static @Nullable List<Double> held(Buffering buffering, Direction direction) {
    List<Double> arrivals = buffering.arrivals().get(direction);
    if (arrivals == null || arrivals.size() < LEAST_ARRIVALS) {
      return null;
    }
    List<Double> sorted = arrivals.stream().sorted().toList();
    List<Double> waits = new ArrayList<>();
    int together = 0;
    for (int i = 1; i < sorted.size(); i++) {
      double gap = sorted.get(i) - sorted.get(i - 1);
      if (gap < buffering.interval() / 5) {
        together++;
      } else if (gap > buffering.interval() * 2) {
        waits.add(gap);
      }
    }
    if (together < (sorted.size() - 1) / 2) {
      return null;
    }
    // all in one clump: a single message has waited as long
    return waits.isEmpty()
        ? List.of(Math.max(least(buffering.roundTrips()), buffering.interval()))
        : waits;
  }

  static List<Finding> delay(Measurements all) {
    RoundTrips roundTrips = all.roundTrips();
    Double opening = Facts.openingSeconds(all);
    if (roundTrips == null || opening == null || roundTrips.seconds().size() < 2) {
      return List.of();
    }
    double least = roundTrips.min();
    if (least <= Math.max(0.05, 5 * opening + 0.02)) {
      return List.of();
    }
    double excess = least - opening;
    Direction direction = delayed(all.buffering(), excess);
    double oneWay = direction == BOTH ? excess / 2 : excess;
    Finding finding =
        Finding.measured(
                PACKET_DELAY,
                Values.of("milliseconds", oneWay * 1000)
                    .and("roundTrip", least * 1000)
                    .and("upgrade", opening * 1000)
                    .and("samples", roundTrips.seconds().stream().map(s -> s * 1000).toList())
                    .map(),
                "Each message is late by %s one way, while the upgrade took %s."
                    .formatted(Values.seconds(oneWay), Values.seconds(opening)),
                "round-trip")
            .withDirection(direction.label())
            .likelyIf(all.buffering() == null);
    // a gateway answers the upgrade itself, and may be far from the server
    return List.of(Facts.isRelayed(all) ? finding.likely().withSeverity(Severity.NOTE) : finding);
  }

  /** The direction in which messages that are sent on a clock are late by most of it. */
  private static Direction delayed(@Nullable Buffering buffering, double excess) {
    if (buffering == null) {
      return BOTH;
    }
    List<Double> arrivals = buffering.arrivals().get(SERVER_TO_CLIENT);
    if (arrivals == null || arrivals.isEmpty()) {
      return BOTH;
    }
    double late = Double.MAX_VALUE;
    for (int i = 0; i < arrivals.size(); i++) {
      late = Math.min(late, arrivals.get(i) - (i + 1) * buffering.interval());
    }
    return late > 0.75 * excess ? SERVER_TO_CLIENT : late < 0.25 * excess ? CLIENT_TO_SERVER : BOTH;
  }

  static List<Finding> throughput(Measurements all) {
    Throughput throughput = all.throughput();
    if (throughput == null) {
      return List.of();
    }
    double roundTrip = all.roundTrips() == null ? 0 : all.roundTrips().min();
    List<Map.Entry<Direction, Double>> slow =
        throughput.bytesPerSecond().entrySet().stream()
            .filter(rate -> isSlow(rate.getValue(), throughput.bytes(), roundTrip))
            .sorted(Map.Entry.comparingByKey())
            .toList();
    boolean alike =
        slow.size() == 2
            && slow.get(0).getValue() < 2 * slow.get(1).getValue()
            && slow.get(1).getValue() < 2 * slow.get(0).getValue();
    if (alike) {
      return List.of(slow(BOTH, Math.min(slow.get(0).getValue(), slow.get(1).getValue())));
    }
    return slow.stream().map(rate -> slow(rate.getKey(), rate.getValue())).toList();
  }

  /** Whether it is slower than a TCP connection that begins slowly would be. */
  private static boolean isSlow(double bytesPerSecond, long bytes, double roundTrip) {
    double start = (Math.log(Math.max(2, bytes / 14_600.0)) / Math.log(2) + 2) * roundTrip;
    return bytesPerSecond > 0
        && bytesPerSecond < SLOW
        && bytes / bytesPerSecond > 4 * (start + bytes / 1e7);
  }

  private static Finding slow(Direction direction, double bytesPerSecond) {
    return Finding.measured(
            THROUGHPUT,
            Values.of("bytesPerSecond", (double) Math.round(bytesPerSecond)).map(),
            String.format(
                Locale.ROOT, "No more than %.0f kB a second pass.", bytesPerSecond / 1000),
            "throughput")
        .withDirection(direction.label());
  }
}
