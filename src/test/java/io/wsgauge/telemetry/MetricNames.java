package io.wsgauge.telemetry;

import io.wsgauge.client.ProbeMetrics;
import io.wsgauge.client.ProbeMetrics.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rules and dashboard may use: the series of all that can be measured. */
final class MetricNames {
  private static final Set<String> SERIES =
      Stream.concat(Series.of(all()).values().keySet().stream(), probe().values().keySet().stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> NAMES =
      SERIES.stream()
          .map(series -> series.replaceFirst("\\{.*", ""))
          // a native histogram has the name without more
          .flatMap(name -> Stream.of(name, name.replaceFirst("_bucket$", "")))
          .collect(Collectors.toUnmodifiableSet());

  /** Not what a recording rule makes of them, which has a colon before or behind. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w:])(wsgauge|probe)_\\w+(?![\\w:])");

  private static final Pattern SELECTOR = Pattern.compile("(wsgauge_\\w+)\\{(\\w+=\"[^\"{]+\")\\}");

  private MetricNames() {}

  /** Metrics with a value of each. */
  static Metrics all() {
    Metrics metrics =
        new Metrics(null, new TelemetryConfig(true, true), "1.2", List.of("cut-without-close"));
    Objects.requireNonNull(metrics.cluster());
    TargetMetrics target = metrics.client().add("a", Map.of(), List.of("cut-without-close"));
    target.handshake("connect", Duration.ofMillis(1));
    target.certificateNotAfter(Instant.EPOCH);
    target.lastSuccess(Instant.EPOCH);
    target.silence(Duration.ofMillis(1), true);
    target.silence(Duration.ofMillis(1), false);
    target.findings(List.of(Map.entry("idle-timeout", "problem")));
    return metrics;
  }

  private static Series probe() {
    Duration any = Duration.ofMillis(1);
    Map<String, Duration> phases = Map.of("connect", any);
    Measurement failed =
        new Measurement(
            false, any, any, phases, 4, 200, false, true, Instant.EPOCH, "TLSv1.3", "any", false);
    return Series.of(ProbeMetrics.render(failed, null).body().toString());
  }

  /** Names in a text that there are not. */
  static Set<String> unknown(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(Predicate.not(NAMES::contains))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Selectors of one label in a text that no series has. */
  static List<String> empty(String text) {
    return SELECTOR
        .matcher(text)
        .results()
        .filter(selector -> SERIES.stream().noneMatch(series -> selects(selector, series)))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean selects(MatchResult selector, String series) {
    return series.startsWith(selector.group(1) + "{") && series.contains(selector.group(2));
  }
}
