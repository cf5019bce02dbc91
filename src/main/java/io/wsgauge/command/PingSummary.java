package io.wsgauge.command;

import io.wsgauge.command.PingStatistics.Ends;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The lines at the end of a {@code ping}. */
final class PingSummary {
  private PingSummary() {}

  static List<String> of(String name, PingStatistics statistics) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("--- " + name + " ---");
    lines.add(
        String.format(
            Locale.ROOT,
            "%d sent, %d answered, %s%% lost, in %s",
            statistics.sent(),
            statistics.answered(),
            percent(statistics.lostPercent()),
            Durations.format(statistics.duration())));
    Histogram times = statistics.roundTrips();
    if (times.getTotalCount() > 0) {
      lines.add(
          "round trip min/avg/median/p99/max/mdev = "
              + List.of(
                      (double) statistics.leastNanos(),
                      statistics.meanNanos(),
                      (double) statistics.percentileNanos(50),
                      (double) statistics.percentileNanos(99),
                      (double) statistics.mostNanos(),
                      statistics.deviationNanos())
                  .stream()
                  .map(Milliseconds::ofNanos)
                  .collect(Collectors.joining("/"))
              + " ms");
    }
    lines.add(connections(statistics));
    int width =
        statistics.failures().keySet().stream().mapToInt(r -> r.label().length()).max().orElse(0);
    statistics
        .failures()
        .forEach(
            (reason, count) ->
                lines.add(
                    String.format(
                        "%7d  %-" + width + "s  %s", count, reason.label(), reason.text())));
    return lines;
  }

  /** Without decimals that say nothing: 0, 100, 33.3. */
  private static String percent(double percent) {
    return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f" : "%.1f", percent);
  }

  private static String connections(PingStatistics statistics) {
    String ends =
        statistics.ends().entrySet().stream()
            .map(
                end ->
                    end.getValue().count() + " " + end.getKey() + " after " + range(end.getValue()))
            .collect(Collectors.joining(", "));
    return Quantity.of(statistics.opened(), "connection") + (ends.isEmpty() ? "" : ": " + ends);
  }

  private static String range(Ends ends) {
    String shortest = Durations.format(ends.shortest());
    String longest = Durations.format(ends.longest());
    return shortest.equals(longest) ? shortest : shortest + " to " + longest;
  }
}
