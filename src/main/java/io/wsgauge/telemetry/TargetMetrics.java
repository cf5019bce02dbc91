package io.wsgauge.telemetry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the client finds out about one target. Thread-safe. */
public final class TargetMetrics {
  static final MetricMetadata UP =
      new MetricMetadata("wsgauge_client_up", "1 while the target is up or failing, else 0.");
  static final MetricMetadata FAILING =
      new MetricMetadata("wsgauge_client_failing", "1 while the target is failing, else 0.");
  static final MetricMetadata STATE =
      new MetricMetadata("wsgauge_client_state", "1 for the state of the target, else 0.");
  static final MetricMetadata PINGS_SENT =
      new MetricMetadata("wsgauge_client_pings_sent", "Messages and pings sent.");
  static final MetricMetadata REPLIES =
      new MetricMetadata("wsgauge_client_replies", "Replies received, by whether as expected.");
  static final MetricMetadata ROUND_TRIP =
      new MetricMetadata(
          "wsgauge_client_round_trip_seconds", "From a message to its reply.", Unit.SECONDS);
  static final MetricMetadata HANDSHAKE =
      new MetricMetadata(
          "wsgauge_client_handshake_seconds", "Phases of opening a connection.", Unit.SECONDS);
  static final MetricMetadata FAILURES =
      new MetricMetadata("wsgauge_client_failures", "Runs that have failed, by reason.");
  static final MetricMetadata LIFETIME =
      new MetricMetadata(
          "wsgauge_client_connection_lifetime_seconds",
          "From the handshake of a connection to its end.",
          Unit.SECONDS);
  static final MetricMetadata FINDINGS =
      new MetricMetadata("wsgauge_client_findings", "What the last check of the path has found.");
  static final MetricMetadata SILENCE_SURVIVED =
      new MetricMetadata(
          "wsgauge_client_silence_survived_seconds",
          "The longest silence of the last runs after which the connection still answered.",
          Unit.SECONDS);
  static final MetricMetadata SILENCE_CUT =
      new MetricMetadata(
          "wsgauge_client_silence_cut_seconds",
          "The shortest silence of the last runs that the connection did not survive.",
          Unit.SECONDS);
  static final MetricMetadata CERTIFICATE_NOT_AFTER =
      new MetricMetadata(
          "wsgauge_client_certificate_not_after_timestamp_seconds",
          "When the target's certificate expires, since the epoch.",
          Unit.SECONDS);
  static final MetricMetadata LAST_SUCCESS =
      new MetricMetadata(
          "wsgauge_client_last_success_timestamp_seconds",
          "When a run has last succeeded, since the epoch.",
          Unit.SECONDS);

  private static final double[] NETWORK_SECONDS = {
    .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30
  };

  /** Just above what products cut after, so that a bucket holds what such a timer ends. */
  private static final double[] LIFETIME_SECONDS = {
    1, 6, 11, 16, 31, 61, 101, 121, 181, 241, 301, 351, 601, 901, 1801, 3601, 7201, 21601, 86401,
    604801
  };

  /** Runs that tell what silence does; a path that was changed is soon told as it is. */
  private static final int SILENCES = 20;

  private static final List<String> STATES =
      List.of("unknown", "up", "unstable", "failing", "down");
  private static final List<String> PHASES = List.of("resolve", "connect", "tls", "upgrade");

  private final String target;
  private final Labels labels;
  private final List<String> reasons;
  private final Counter pingsSent;
  private final Counter replies;
  private final CounterDataPoint expected;
  private final CounterDataPoint unexpected;
  private final Counter failures;
  private final Histogram roundTrip;
  private final Histogram handshake;
  private final Histogram lifetime;

  private volatile boolean up;
  private volatile boolean failing;
  private volatile String state = STATES.get(0);

  /** How many there are of a finding, by its labels. */
  private volatile Map<Labels, Long> findings = Map.of();

  /** Seconds of silence in the last runs that had one; negative where it was not survived. */
  @GuardedBy("silences")
  private final Deque<Double> silences = new ArrayDeque<>();

  /** NaN until known. */
  private volatile double certificateNotAfter = Double.NaN;

  /** NaN until there is one. */
  private volatile double lastSuccess = Double.NaN;

  /**
   * @param reasons of failures, all that there are
   * @param likely those that are there from the start
   */
  TargetMetrics(
      String target,
      Labels labels,
      List<String> reasons,
      List<String> likely,
      Histograms histograms) {
    this.target = target;
    this.labels = labels.add("target", target);
    this.reasons = reasons;
    pingsSent = counter(PINGS_SENT);
    replies = counter(REPLIES, "result");
    expected = replies.labelValues("expected");
    unexpected = replies.labelValues("unexpected");
    failures = counter(FAILURES, "reason");
    likely.forEach(
        reason -> {
          requireKnown(reasons, reason);
          failures.initLabelValues(reason);
        });
    roundTrip = histogram(ROUND_TRIP, histograms.of(NETWORK_SECONDS));
    handshake = histogram(HANDSHAKE, histograms.of(NETWORK_SECONDS), "phase");
    lifetime = histogram(LIFETIME, histograms.of(LIFETIME_SECONDS));
  }

  private Counter counter(MetricMetadata metadata, String... labelNames) {
    return Counter.builder()
        .name(metadata.getName())
        .constLabels(labels)
        .labelNames(labelNames)
        .withoutExemplars()
        .build();
  }

  private Histogram histogram(
      MetricMetadata metadata, Histogram.Builder builder, String... labelNames) {
    return builder.name(metadata.getName()).constLabels(labels).labelNames(labelNames).build();
  }

  /** False from the start. */
  public void up(boolean up) {
    this.up = up;
  }

  /** False from the start. */
  public void failing(boolean failing) {
    this.failing = failing;
  }

  /**
   * Unknown from the start.
   *
   * @throws IllegalArgumentException when there is no such state
   */
  public void state(String state) {
    requireKnown(STATES, state);
    this.state = state;
  }

  public void pingSent() {
    pingsSent.inc();
  }

  /**
   * @param asExpected whether it was what the configuration expects
   */
  public void reply(boolean asExpected) {
    (asExpected ? expected : unexpected).inc();
  }

  public void roundTrip(Duration duration) {
    roundTrip.observe(seconds(duration));
  }

  /**
   * @param phase resolve, connect, tls or upgrade; there are no series of one that the target has
   *     never gone through
   * @throws IllegalArgumentException when it is another
   */
  public void handshake(String phase, Duration duration) {
    requireKnown(PHASES, phase);
    handshake.labelValues(phase).observe(seconds(duration));
  }

  /**
   * @throws IllegalArgumentException when the reason is none of the list
   */
  public void failure(String reason) {
    requireKnown(reasons, reason);
    failures.labelValues(reason).inc();
  }

  public void lifetime(Duration duration) {
    lifetime.observe(seconds(duration));
  }

  /**
   * A check has found this, and no more of what was found before.
   *
   * @param found the severity of each finding behind its id, of a closed list; an id may be there
   *     once for each direction
   */
  public void findings(List<Map.Entry<String, String>> found) {
    findings =
        found.stream()
            .map(one -> labels.add("id", one.getKey()).add("severity", one.getValue()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  Stream<GaugeDataPointSnapshot> findingPoints() {
    return findings.entrySet().stream()
        .map(one -> new GaugeDataPointSnapshot(one.getValue(), one.getKey(), null));
  }

  /**
   * A run was silent for a while.
   *
   * @param survived whether the connection has answered after it
   */
  public void silence(Duration duration, boolean survived) {
    synchronized (silences) {
      if (silences.size() == SILENCES) {
        silences.removeFirst();
      }
      silences.addLast(survived ? seconds(duration) : -seconds(duration));
    }
  }

  public void certificateNotAfter(Instant end) {
    certificateNotAfter = seconds(end);
  }

  public void lastSuccess(Instant time) {
    lastSuccess = seconds(time);
  }

  private static void requireKnown(List<String> known, String value) {
    if (!known.contains(value)) { // or anything could become a series
      throw new IllegalArgumentException(value + " is none of " + known);
    }
  }

  private static double seconds(Duration duration) {
    return Unit.nanosToSeconds(duration.toNanos());
  }

  private static double seconds(Instant time) {
    return Unit.millisToSeconds(time.toEpochMilli());
  }

  String target() {
    return target;
  }

  Counter pingsSent() {
    return pingsSent;
  }

  Counter replies() {
    return replies;
  }

  Counter failures() {
    return failures;
  }

  Histogram roundTrip() {
    return roundTrip;
  }

  Histogram handshake() {
    return handshake;
  }

  Histogram lifetime() {
    return lifetime;
  }

  Stream<GaugeDataPointSnapshot> upPoint() {
    return point(up ? 1 : 0);
  }

  Stream<GaugeDataPointSnapshot> failingPoint() {
    return point(failing ? 1 : 0);
  }

  Stream<GaugeDataPointSnapshot> silenceSurvivedPoint() {
    return silence(1);
  }

  Stream<GaugeDataPointSnapshot> silenceCutPoint() {
    return silence(-1);
  }

  /** The largest of a sign: the longest that was survived, or the shortest that was not. */
  private Stream<GaugeDataPointSnapshot> silence(int sign) {
    synchronized (silences) {
      OptionalDouble largest =
          silences.stream()
              .mapToDouble(Double::doubleValue)
              .filter(silence -> Math.signum(silence) == sign)
              .max();
      return largest.isEmpty() ? Stream.empty() : point(Math.abs(largest.getAsDouble()));
    }
  }

  Stream<GaugeDataPointSnapshot> statePoints() {
    String now = state;
    return STATES.stream()
        .map(
            one ->
                new GaugeDataPointSnapshot(
                    one.equals(now) ? 1 : 0, labels.add("state", one), null));
  }

  Stream<GaugeDataPointSnapshot> certificatePoint() {
    return point(certificateNotAfter);
  }

  Stream<GaugeDataPointSnapshot> lastSuccessPoint() {
    return point(lastSuccess);
  }

  private Stream<GaugeDataPointSnapshot> point(double value) {
    return Double.isNaN(value)
        ? Stream.empty()
        : Stream.of(new GaugeDataPointSnapshot(value, labels, null));
  }
}
