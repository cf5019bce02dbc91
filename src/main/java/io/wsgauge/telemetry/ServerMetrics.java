package io.wsgauge.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import io.wsgauge.handshake.Rule;
import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the server's WebSockets do, over all instances of the server. Thread-safe. */
public final class ServerMetrics {
  /** Who ended a connection: a close frame's first sender, or the server by cutting TCP. */
  public enum Initiator implements Labelled {
    SERVER,
    PEER,
    /** TCP ended without a close frame. */
    NONE
  }

  private static final String BAD_REQUEST = "bad_request";
  private static final String SCENARIO = "scenario";

  /** Upgrades by the status with which an upgrade is refused, unless its query asks for that. */
  private static final Map<Integer, String> REFUSALS =
      Map.ofEntries(
          Map.entry(400, BAD_REQUEST),
          Map.entry(401, "unauthorized"),
          Map.entry(403, "forbidden"),
          Map.entry(404, "not_found"),
          Map.entry(405, "method_not_allowed"),
          Map.entry(408, "request_timeout"),
          Map.entry(414, "uri_too_long"),
          Map.entry(426, "upgrade_required"),
          Map.entry(429, "too_many_requests"),
          Map.entry(431, "headers_too_large"),
          Map.entry(503, "unavailable"));

  /**
   * Close codes of RFC 6455, section 7.4.1, that a frame may carry; and the others, taken together.
   */
  private static final List<String> SENT_CODES =
      List.of(
          "1000", "1001", "1002", "1003", "1007", "1008", "1009", "1010", "1011", "3xxx", "4xxx",
          "other");

  private static final String NO_CODE = "1005";
  private static final String NO_CLOSE_FRAME = "1006";

  private final Gauge connections;
  private final Counter handshakes;
  private final CounterDataPoint accepted;
  private final Counter closes;
  private final Histogram duration;
  private final TrafficMetrics received;
  private final TrafficMetrics sent;

  ServerMetrics(PrometheusRegistry registry, Histograms histograms) {
    connections =
        Gauge.builder()
            .name("wsgauge_server_connections")
            .help("WebSockets that are open.")
            .withoutExemplars()
            .register(registry);
    handshakes =
        Counter.builder()
            .name("wsgauge_server_handshakes_total")
            .help("Upgrades that were asked for, by what became of them.")
            .labelNames("result")
            .withoutExemplars()
            .register(registry);
    accepted = handshakes.labelValues("accepted");
    closes =
        Counter.builder()
            .name("wsgauge_server_closes_total")
            .help("WebSockets that have ended, by close code and by who closed first.")
            .labelNames("code", "initiator")
            .withoutExemplars()
            .register(registry);
    duration =
        histograms
            .of(.01, .1, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400)
            .name("wsgauge_server_connection_duration_seconds")
            .help("From the handshake of a WebSocket to its end.")
            .unit(Unit.SECONDS)
            .register(registry);
    Counter messages =
        Counter.builder()
            .name("wsgauge_server_messages_total")
            .help("Messages, whole ones.")
            .labelNames("direction", "type")
            .withoutExemplars()
            .register(registry);
    Counter bytes =
        Counter.builder()
            .name("wsgauge_server_bytes_total")
            .help("Payload of messages, not compressed.")
            .unit(Unit.BYTES)
            .labelNames("direction")
            .withoutExemplars()
            .register(registry);
    received = traffic(messages, bytes, "in");
    sent = traffic(messages, bytes, "out");
    startAtZero();
  }

  private static TrafficMetrics traffic(Counter messages, Counter bytes, String direction) {
    return new TrafficMetrics(
        messages.labelValues(direction, "text"),
        messages.labelValues(direction, "binary"),
        bytes.labelValues(direction));
  }

  /** A rate sees the first event of a series only if that was there before. */
  private void startAtZero() {
    handshakes.initLabelValues(SCENARIO);
    REFUSALS.values().forEach(handshakes::initLabelValues);
    for (String code : SENT_CODES) {
      closes.initLabelValues(code, Initiator.SERVER.label());
      closes.initLabelValues(code, Initiator.PEER.label());
    }
    closes.initLabelValues(NO_CODE, Initiator.PEER.label());
    closes.initLabelValues(NO_CLOSE_FRAME, Initiator.SERVER.label());
    closes.initLabelValues(NO_CLOSE_FRAME, Initiator.NONE.label());
  }

  /** An upgrade is accepted. */
  public void accepted() {
    accepted.inc();
  }

  /**
   * An upgrade is rejected.
   *
   * @param status that the rule has, or that the query asks for; one that no other upgrade is
   *     refused with counts as 400
   */
  public void refused(Rule rule, int status) {
    String result =
        rule == Rule.SCENARIO_STATUS ? SCENARIO : REFUSALS.getOrDefault(status, BAD_REQUEST);
    handshakes.labelValues(result).inc();
  }

  /** A WebSocket has opened; to be followed by {@link #closed} once. */
  public void opened() {
    connections.inc();
  }

  /**
   * A connection has ended.
   *
   * @param code of the first close frame; 1005 for a close frame without one, 1006 for no frame
   * @param open since the handshake
   */
  public void closed(int code, Initiator initiator, Duration open) {
    connections.dec();
    closes.labelValues(code(code), initiator.label()).inc();
    duration.observe(Unit.nanosToSeconds(open.toNanos()));
  }

  private static String code(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011 ->
          Integer.toString(code);
      default -> code >= 3000 && code < 5000 ? code / 1000 + "xxx" : "other";
    };
  }

  public TrafficMetrics received() {
    return received;
  }

  public TrafficMetrics sent() {
    return sent;
  }
}
