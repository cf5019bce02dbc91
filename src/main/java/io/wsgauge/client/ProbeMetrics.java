package io.wsgauge.client;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import io.wsgauge.telemetry.Exposition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one probe has found, under the names that blackbox_exporter gives it. Thread-safe. */
public final class ProbeMetrics {
  /**
   * @param resolve null where there was no name to resolve
   * @param phases those that were gone through, by name
   * @param ipProtocol 4, 6, or 0 while unknown
   * @param status of the answer to the upgrade; 0 without an answer
   * @param earliestCertificateExpiry in the chain; null when unknown
   * @param tlsVersion as the JDK calls it, such as TLSv1.3; null when unknown
   * @param reason of the failure, one of a closed list; empty on success
   * @param failedDueToExpectation whether the reply was not as expected
   */
  public record Measurement(
      boolean success,
      Duration duration,
      @Nullable Duration resolve,
      Map<String, Duration> phases,
      int ipProtocol,
      int status,
      boolean upgraded,
      boolean tls,
      @Nullable Instant earliestCertificateExpiry,
      @Nullable String tlsVersion,
      String reason,
      boolean failedDueToExpectation) {}

  private ProbeMetrics() {}

  /**
   * @param accept the header of the request, which chooses the format; null without one
   */
  public static Exposition render(Measurement probe, @Nullable String accept) {
    MetricSnapshots.Builder found = MetricSnapshots.builder();
    gauge(found, "probe_success", "Whether the probe was a success.", number(probe.success()));
    seconds(
        found,
        "probe_duration_seconds",
        "How long the probe took.",
        List.of(point(seconds(probe.duration()), Labels.EMPTY)));
    seconds(
        found,
        "probe_dns_lookup_time_seconds",
        "How long the name's resolution took; 0 without one.",
        List.of(point(probe.resolve() == null ? 0 : seconds(probe.resolve()), Labels.EMPTY)));
    gauge(found, "probe_ip_protocol", "4 or 6; 0 when unknown.", probe.ipProtocol());
    gauge(
        found,
        "probe_websocket_status_code",
        "HTTP status of the answer to the upgrade; 0 without one.",
        probe.status());
    gauge(
        found,
        "probe_websocket_connection_upgraded",
        "Whether there was a WebSocket.",
        number(probe.upgraded()));
    seconds(
        found,
        "probe_websocket_duration_seconds",
        "How long each phase took that was gone through.",
        probe.phases().entrySet().stream()
            .map(phase -> point(seconds(phase.getValue()), Labels.of("phase", phase.getKey())))
            .toList());
    gauge(
        found,
        "probe_failed_due_to_regex",
        "Whether the reply was not as expected.",
        number(probe.failedDueToExpectation()));
    if (!probe.reason().isEmpty()) {
      info(found, "probe_websocket_failure", "Why the probe failed.", "reason", probe.reason());
    }
    if (probe.tls()) {
      tls(found, probe);
    }
    return Exposition.of(found.build(), accept, false);
  }

  private static void tls(MetricSnapshots.Builder found, Measurement probe) {
    if (probe.earliestCertificateExpiry() != null) {
      gauge(
          found,
          "probe_ssl_earliest_cert_expiry",
          "When the first certificate of the chain expires, in seconds since the epoch.",
          Unit.millisToSeconds(probe.earliestCertificateExpiry().toEpochMilli()));
    }
    if (probe.tlsVersion() != null) {
      String version = probe.tlsVersion().replace("TLSv", "TLS ");
      info(found, "probe_tls_version", "The version of TLS agreed on.", "version", version);
    }
  }

  private static void gauge(MetricSnapshots.Builder found, String name, String help, double value) {
    found.metricSnapshot(
        new GaugeSnapshot(new MetricMetadata(name, help), List.of(point(value, Labels.EMPTY))));
  }

  private static void seconds(
      MetricSnapshots.Builder found,
      String name,
      String help,
      List<GaugeDataPointSnapshot> points) {
    found.metricSnapshot(new GaugeSnapshot(new MetricMetadata(name, help, Unit.SECONDS), points));
  }

  private static void info(
      MetricSnapshots.Builder found, String name, String help, String label, String value) {
    found.metricSnapshot(
        InfoSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of(label, value))
                    .build())
            .build());
  }

  private static GaugeDataPointSnapshot point(double value, Labels labels) {
    return new GaugeDataPointSnapshot(value, labels, null);
  }

  private static double number(boolean value) {
    return value ? 1 : 0;
  }

  private static double seconds(Duration duration) {
    return Unit.nanosToSeconds(duration.toNanos());
  }
}
