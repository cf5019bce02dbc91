package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ClientMetricsTest {
  private static final String CLIENT = "wsgauge_client_";

  private Metrics metrics;

  @BeforeEach
  void create() {
    metrics =
        new Metrics(
            null,
            new TelemetryConfig(true, true),
            "1.2",
            List.of("connect-refused", "reply-timeout"));
  }

  private TargetMetrics add(String target) {
    return metrics.client().add(target, Map.of(), List.of("connect-refused", "reply-timeout"));
  }

  private double value(String series) {
    return Series.of(metrics).value(CLIENT + series);
  }

  @Test
  @DisplayName("without a target there is nothing of the client")
  void none() {
    String text = metrics.render(null, false).body().toString();
    assertTrue(!text.contains(CLIENT), text);
  }

  @Test
  @DisplayName("what a target can count is there from the start, with 0, and nothing else")
  void fromTheStart() {
    add("a");
    Series series = Series.of(metrics);
    for (String name : series.names(CLIENT)) {
      double expected = name.contains("state=\"unknown\"") ? 1 : 0;
      assertEquals(expected, series.value(name), name);
    }
    assertEquals(
        List.of(
            "connection_lifetime_seconds_bucket",
            "connection_lifetime_seconds_count",
            "connection_lifetime_seconds_sum",
            "failing",
            "failures_total",
            "pings_sent_total",
            "replies_total",
            "round_trip_seconds_bucket",
            "round_trip_seconds_count",
            "round_trip_seconds_sum",
            "state",
            "up"),
        series.names(CLIENT).stream()
            .map(name -> name.substring(CLIENT.length(), name.indexOf('{')))
            .distinct()
            .toList());
    assertEquals(2, series.names(CLIENT + "failures_total").size());
  }

  @Test
  @DisplayName("a reason that is not expected of a target is there once it has failed for it")
  void unlikely() {
    TargetMetrics target = metrics.client().add("a", Map.of(), List.of("reply-timeout"));
    assertEquals(1, Series.of(metrics).names(CLIENT + "failures_total").size());
    target.failure("connect-refused");
    assertEquals(1, value("failures_total{reason=\"connect-refused\",target=\"a\"}"));
  }

  @Test
  @DisplayName("without those at 0, a failure is there once it has occurred, and created by it")
  void withoutZeros() {
    metrics = new Metrics(null, new TelemetryConfig(true, false), "1.2", List.of("reply-timeout"));
    TargetMetrics target = metrics.client().add("a", Map.of(), List.of("reply-timeout"));
    assertEquals(List.of(), Series.of(metrics).names(CLIENT + "failures_total"));
    long before = System.currentTimeMillis();
    target.failure("reply-timeout");
    assertEquals(1, value("failures_total{reason=\"reply-timeout\",target=\"a\"}"));
    assertTrue(
        target.failures().collect().getDataPoints().get(0).getCreatedTimestampMillis() >= before);
  }

  @Test
  @DisplayName("each thing that is told of a target is counted under its name")
  void counts() {
    TargetMetrics target = add("a");
    target.up(true);
    target.state("unstable");
    target.pingSent();
    target.reply(true);
    target.reply(false);
    target.reply(false);
    target.failure("reply-timeout");
    target.roundTrip(Duration.ofNanos(75_000));
    target.handshake("tls", Duration.ofMillis(3));
    target.lifetime(Duration.ofDays(8));
    target.certificateNotAfter(Instant.parse("2027-01-01T00:00:00Z"));
    target.lastSuccess(Instant.ofEpochMilli(1500));
    assertEquals(1, value("up{target=\"a\"}"));
    assertEquals(1, value("state{state=\"unstable\",target=\"a\"}"));
    assertEquals(0, value("state{state=\"unknown\",target=\"a\"}"));
    assertEquals(1, value("pings_sent_total{target=\"a\"}"));
    assertEquals(1, value("replies_total{result=\"expected\",target=\"a\"}"));
    assertEquals(2, value("replies_total{result=\"unexpected\",target=\"a\"}"));
    assertEquals(1, value("failures_total{reason=\"reply-timeout\",target=\"a\"}"));
    assertEquals(0, value("failures_total{reason=\"connect-refused\",target=\"a\"}"));
    assertEquals(0, value("round_trip_seconds_bucket{target=\"a\",le=\"5.0E-5\"}"));
    assertEquals(1, value("round_trip_seconds_bucket{target=\"a\",le=\"1.0E-4\"}"));
    assertEquals(1, value("handshake_seconds_count{phase=\"tls\",target=\"a\"}"));
    assertEquals(0, value("connection_lifetime_seconds_bucket{target=\"a\",le=\"604801.0\"}"));
    assertEquals(1, value("connection_lifetime_seconds_bucket{target=\"a\",le=\"+Inf\"}"));
    assertEquals(1_798_761_600, value("certificate_not_after_timestamp_seconds{target=\"a\"}"));
    assertEquals(1.5, value("last_success_timestamp_seconds{target=\"a\"}"));
  }

  @Test
  @DisplayName("targets may have labels that others have not")
  void labels() {
    metrics.client().add("a", Map.of("team", "core", "zone", "b"), List.of());
    metrics.client().add("b", Map.of("team", "edge"), List.of());
    add("c");
    Series series = Series.of(metrics);
    assertEquals(
        List.of(
            "wsgauge_client_up{target=\"a\",team=\"core\",zone=\"b\"}",
            "wsgauge_client_up{target=\"b\",team=\"edge\"}",
            "wsgauge_client_up{target=\"c\"}"),
        series.names(CLIENT + "up"));
  }

  @Test
  @DisplayName("the value of a label may hold anything")
  void escaped() {
    metrics.client().add("a \"b\"\\", Map.of("text", "ü\n"), List.of());
    assertEquals(0, value("up{target=\"a \\\"b\\\"\\\\\",text=\"ü\\n\"}"));
  }

  @Test
  @DisplayName("the series of a target that is removed are gone, those of others stay")
  void removed() {
    TargetMetrics first = add("a");
    add("b");
    first.failure("reply-timeout");
    metrics.client().remove(first);
    assertEquals(
        List.of("wsgauge_client_up{target=\"b\"}"), Series.of(metrics).names(CLIENT + "up"));
    first.pingSent(); // of a run that was under way
    assertEquals(1, Series.of(metrics).names(CLIENT + "pings").size());
  }

  @Test
  @DisplayName("of two targets with one name, there are the series of the later")
  void replaced() {
    TargetMetrics first = add("a");
    first.pingSent();
    add("a").up(true);
    metrics.client().remove(first);
    assertEquals(1, value("up{target=\"a\"}"));
    assertEquals(0, value("pings_sent_total{target=\"a\"}"));
  }

  @Test
  @DisplayName("a reason or phase that is none of the list makes no series")
  void unknown() {
    TargetMetrics target = add("a");
    List<String> before = Series.of(metrics).names("");
    assertThrows(IllegalArgumentException.class, () -> target.failure("bad luck"));
    assertThrows(
        IllegalArgumentException.class, () -> target.handshake("reply", Duration.ofMillis(1)));
    assertEquals(before, Series.of(metrics).names(""));
  }

  @Test
  @DisplayName("a target that is failing is so until told otherwise")
  void failing() {
    TargetMetrics target = add("a");
    assertEquals(0, value("failing{target=\"a\"}"));
    target.failing(true);
    assertEquals(1, value("failing{target=\"a\"}"));
    target.failing(false);
    assertEquals(0, value("failing{target=\"a\"}"));
  }
}
