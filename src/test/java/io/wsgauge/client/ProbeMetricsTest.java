package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.client.ProbeMetrics.Measurement;
import io.wsgauge.telemetry.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProbeMetricsTest {
  private static Map<String, String> render(Measurement probe) {
    return Series.of(ProbeMetrics.render(probe, null).body().toString()).values();
  }

  @Test
  @DisplayName("a success over TLS has what was measured, and no reason")
  void success() {
    Measurement probe =
        new Measurement(
            true,
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Map.of("connect", Duration.ofMillis(2), "reply", Duration.ofMillis(3)),
            6,
            101,
            true,
            true,
            Instant.ofEpochSecond(1_800_000_000),
            "TLSv1.3",
            "",
            false);
    assertEquals(
        Map.ofEntries(
            Map.entry("probe_success", "1.0"),
            Map.entry("probe_duration_seconds", "0.02"),
            Map.entry("probe_dns_lookup_time_seconds", "0.001"),
            Map.entry("probe_ip_protocol", "6.0"),
            Map.entry("probe_websocket_status_code", "101.0"),
            Map.entry("probe_websocket_connection_upgraded", "1.0"),
            Map.entry("probe_websocket_duration_seconds{phase=\"connect\"}", "0.002"),
            Map.entry("probe_websocket_duration_seconds{phase=\"reply\"}", "0.003"),
            Map.entry("probe_failed_due_to_regex", "0.0"),
            Map.entry("probe_ssl_earliest_cert_expiry", "1.8E9"),
            Map.entry("probe_tls_version_info{version=\"TLS 1.3\"}", "1")),
        render(probe));
  }

  @Test
  @DisplayName("a failure has its reason, and of what it did not come to 0 or nothing")
  void failure() {
    Measurement probe =
        new Measurement(
            false,
            Duration.ofSeconds(1),
            null,
            Map.of(),
            0,
            0,
            false,
            true,
            null,
            null,
            "connect-refused",
            true);
    assertEquals(
        Map.of(
            "probe_success", "0.0",
            "probe_duration_seconds", "1.0",
            "probe_dns_lookup_time_seconds", "0.0",
            "probe_ip_protocol", "0.0",
            "probe_websocket_status_code", "0.0",
            "probe_websocket_connection_upgraded", "0.0",
            "probe_failed_due_to_regex", "1.0",
            "probe_websocket_failure_info{reason=\"connect-refused\"}", "1"),
        render(probe));
  }

  @Test
  @DisplayName("it is told in the format that is asked for")
  void format() {
    Measurement probe =
        new Measurement(
            true, Duration.ZERO, null, Map.of(), 4, 101, true, false, null, null, "", false);
    assertTrue(
        ProbeMetrics.render(probe, "application/openmetrics-text")
            .contentType()
            .startsWith("application/openmetrics-text"));
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8", ProbeMetrics.render(probe, null).contentType());
  }
}
