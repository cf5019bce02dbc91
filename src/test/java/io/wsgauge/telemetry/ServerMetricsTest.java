package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.handshake.Rule;
import io.wsgauge.telemetry.ServerMetrics.Initiator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetricsTest {
  private Metrics metrics;

  @BeforeEach
  void create() {
    metrics = new Metrics(null, new TelemetryConfig(true, true), "1.2", List.of());
  }

  private double value(String series) {
    return Series.of(metrics).value(series);
  }

  @Test
  @DisplayName("everything that can be counted is there from the start, with 0")
  void fromTheStart() {
    Series series = Series.of(metrics);
    assertEquals(
        List.of(
            "{result=\"accepted\"}",
            "{result=\"bad_request\"}",
            "{result=\"forbidden\"}",
            "{result=\"headers_too_large\"}",
            "{result=\"method_not_allowed\"}",
            "{result=\"not_found\"}",
            "{result=\"request_timeout\"}",
            "{result=\"scenario\"}",
            "{result=\"too_many_requests\"}",
            "{result=\"unauthorized\"}",
            "{result=\"unavailable\"}",
            "{result=\"upgrade_required\"}",
            "{result=\"uri_too_long\"}"),
        series.names("wsgauge_server_handshakes_total").stream()
            .map(name -> name.substring(name.indexOf('{')))
            .toList());
    assertEquals(4, series.names("wsgauge_server_messages_total").size());
    assertEquals(2, series.names("wsgauge_server_bytes_total").size());
    assertEquals(27, series.names("wsgauge_server_closes_total").size());
    for (String name : series.names("wsgauge_server_")) {
      assertEquals(0, series.value(name), name);
    }
  }

  @ParameterizedTest
  @DisplayName("a close code is itself where RFC 6455 defines it, and else one of its range")
  @CsvSource({
    "1000, 1000", "1001, 1001", "1005, 1005", "1011, 1011", "1004, other", "1012, other",
    "2999, other", "3000, 3xxx", "3999, 3xxx", "4000, 4xxx", "4999, 4xxx", "5000, other",
    "0, other", "-1, other"
  })
  void code(int code, String label) {
    metrics.server().closed(code, Initiator.PEER, Duration.ZERO);
    assertEquals(
        1, value("wsgauge_server_closes_total{code=\"" + label + "\",initiator=\"peer\"}"));
  }

  @ParameterizedTest
  @DisplayName("a status that a query asks for opens no series")
  @ValueSource(ints = {200, 302, 400, 503, 599})
  void asked(int status) {
    List<String> before = Series.of(metrics).names("");
    metrics.server().refused(Rule.SCENARIO_STATUS, status);
    assertEquals(1, value("wsgauge_server_handshakes_total{result=\"scenario\"}"));
    assertEquals(before, Series.of(metrics).names(""));
  }

  @Test
  @DisplayName("a query that is wrong is a bad request")
  void wrongQuery() {
    metrics.server().refused(Rule.SCENARIO, 400);
    assertEquals(1, value("wsgauge_server_handshakes_total{result=\"bad_request\"}"));
  }

  @Test
  @DisplayName("open connections are those opened and not closed, each with its duration")
  void connections() {
    metrics.server().opened();
    metrics.server().opened();
    metrics.server().closed(1000, Initiator.SERVER, Duration.ofMillis(2500));
    assertEquals(1, value("wsgauge_server_connections"));
    assertEquals(0, value("wsgauge_server_connection_duration_seconds_bucket{le=\"1.0\"}"));
    assertEquals(1, value("wsgauge_server_connection_duration_seconds_bucket{le=\"5.0\"}"));
    assertEquals(2.5, value("wsgauge_server_connection_duration_seconds_sum"));
  }

  @Test
  @DisplayName("messages are counted by direction and type, bytes by direction")
  void traffic() {
    metrics.server().received().add(0, 0, 3);
    metrics.server().received().add(2, 0, 4);
    metrics.server().sent().add(0, 1, 5);
    assertEquals(7, value("wsgauge_server_bytes_total{direction=\"in\"}"));
    assertEquals(5, value("wsgauge_server_bytes_total{direction=\"out\"}"));
    assertEquals(2, value("wsgauge_server_messages_total{direction=\"in\",type=\"text\"}"));
    assertEquals(0, value("wsgauge_server_messages_total{direction=\"in\",type=\"binary\"}"));
    assertEquals(1, value("wsgauge_server_messages_total{direction=\"out\",type=\"binary\"}"));
  }
}
