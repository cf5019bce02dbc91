package io.wsgauge.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The metrics of all targets. Each target has its own, with labels of its own, which are put
 * together at a scrape: so those of a target that is removed are gone. Thread-safe.
 */
public final class ClientMetrics implements MultiCollector {
  private final Map<String, TargetMetrics> targets = new ConcurrentHashMap<>();
  private final List<String> reasons;
  private final Histograms histograms;
  private final boolean zeroFailures;

  /**
   * @param reasons of failures, all that there are
   * @param zeroFailures whether those that are likely are there from the start; else each is made
   *     by its first failure, whose time is then when it was created
   */
  ClientMetrics(List<String> reasons, Histograms histograms, boolean zeroFailures) {
    this.reasons = List.copyOf(reasons);
    this.histograms = histograms;
    this.zeroFailures = zeroFailures;
  }

  /**
   * Begins to count from 0. Takes the place of another target of that name, whose series would be
   * the same.
   *
   * @param labels more of them; none that the metrics have themselves
   * @param likely reasons for which runs of this target may fail: these are there from the start,
   *     with 0; of any other, none is expected
   * @throws IllegalArgumentException when a name is no name of a label, or a reason is none of all
   */
  public TargetMetrics add(String target, Map<String, String> labels, List<String> likely) {
    TargetMetrics added = apart(target, labels, likely);
    targets.put(target, added);
    return added;
  }

  /** Begins to count from 0, where no scrape shows it. */
  public TargetMetrics apart(String target, Map<String, String> labels, List<String> likely) {
    Labels.Builder more = Labels.builder();
    labels.forEach(more::label);
    List<String> fromTheStart = zeroFailures ? likely : List.of();
    return new TargetMetrics(target, more.build(), reasons, fromTheStart, histograms);
  }

  /** Its series are gone. Does nothing if another has taken its place. */
  public void remove(TargetMetrics target) {
    targets.remove(target.target(), target);
  }

  @Override
  public MetricSnapshots collect() {
    List<TargetMetrics> now = List.copyOf(targets.values());
    return new MetricSnapshots(
        Stream.of(
                gauges(TargetMetrics.UP, now, TargetMetrics::upPoint),
                gauges(TargetMetrics.FAILING, now, TargetMetrics::failingPoint),
                gauges(TargetMetrics.STATE, now, TargetMetrics::statePoints),
                counters(TargetMetrics.PINGS_SENT, now, TargetMetrics::pingsSent),
                counters(TargetMetrics.REPLIES, now, TargetMetrics::replies),
                counters(TargetMetrics.FAILURES, now, TargetMetrics::failures),
                histograms(TargetMetrics.ROUND_TRIP, now, TargetMetrics::roundTrip),
                histograms(TargetMetrics.HANDSHAKE, now, TargetMetrics::handshake),
                histograms(TargetMetrics.LIFETIME, now, TargetMetrics::lifetime),
                gauges(TargetMetrics.FINDINGS, now, TargetMetrics::findingPoints),
                gauges(TargetMetrics.SILENCE_SURVIVED, now, TargetMetrics::silenceSurvivedPoint),
                gauges(TargetMetrics.SILENCE_CUT, now, TargetMetrics::silenceCutPoint),
                gauges(TargetMetrics.CERTIFICATE_NOT_AFTER, now, TargetMetrics::certificatePoint),
                gauges(TargetMetrics.LAST_SUCCESS, now, TargetMetrics::lastSuccessPoint))
            .toList());
  }

  private static MetricSnapshot gauges(
      MetricMetadata metadata,
      List<TargetMetrics> targets,
      Function<TargetMetrics, Stream<GaugeDataPointSnapshot>> points) {
    return new GaugeSnapshot(metadata, targets.stream().flatMap(points).toList());
  }

  private static MetricSnapshot counters(
      MetricMetadata metadata, List<TargetMetrics> targets, Function<TargetMetrics, Counter> of) {
    return new CounterSnapshot(
        metadata,
        targets.stream()
            .flatMap(target -> of.apply(target).collect().getDataPoints().stream())
            .toList());
  }

  private static MetricSnapshot histograms(
      MetricMetadata metadata, List<TargetMetrics> targets, Function<TargetMetrics, Histogram> of) {
    return new HistogramSnapshot(
        metadata,
        targets.stream()
            .flatMap(target -> of.apply(target).collect().getDataPoints().stream())
            .toList());
  }
}
