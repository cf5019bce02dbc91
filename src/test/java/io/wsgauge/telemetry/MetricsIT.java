package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /metrics} tells of real WebSockets, and how. */
@ExtendWith(VertxExtension.class)
class MetricsIT {
  private static final String CLOSES = "wsgauge_server_closes_total";

  private static String handshakes(String result) {
    return "wsgauge_server_handshakes_total{result=\"" + result + "\"}";
  }

  private static String closes(String code, String initiator) {
    return CLOSES + "{code=\"" + code + "\",initiator=\"" + initiator + "\"}";
  }

  private static String messages(String direction, String type) {
    return "wsgauge_server_messages_total{direction=\"" + direction + "\",type=\"" + type + "\"}";
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The one line of its answer. */
  private static String ask(TestService service, String path, String more) {
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(RawClient.upgradeRequest(path, more));
      return client.readHead().lines().findFirst().orElseThrow();
    }
  }

  @Test
  @DisplayName("an open WebSocket is one accepted, and one connection until it has ended")
  void open(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      Series series = Scrape.await(service, "wsgauge_server_connections", 1);
      assertEquals(1, series.value(handshakes("accepted")));
      client.sendHex("88 82 00000000 03e8");
      assertTrue(client.readsEnd());
    }
    Series series = Scrape.await(service, "wsgauge_server_connections", 0);
    assertEquals(1, series.value(closes("1000", "peer")));
    assertEquals(1, series.value("wsgauge_server_connection_duration_seconds_count"));
  }

  @ParameterizedTest
  @DisplayName("an upgrade that is not let in is counted once, by the reason")
  @CsvSource({
    "/none, '', not_found",
    "/ws, 'Sec-WebSocket-Key: x', bad_request",
    "/ws, 'Origin: null', forbidden",
    "/ws?nonsense=1, '', bad_request",
    "/ws?status=503, '', scenario",
    "/ws?status=599, '', scenario"
  })
  void refused(String path, String header, String result, Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"allowedOrigins\": [\"https://a.example\"]}}");
    try (RawClient client = RawClient.connect(service.port())) {
      String request = RawClient.upgradeRequest(path, "");
      client.sendText(
          header.startsWith("Sec")
              ? request.replaceFirst("Sec-WebSocket-Key: .*", header)
              : request.replaceFirst("\r\n", header.isEmpty() ? "\r\n" : "\r\n" + header + "\r\n"));
      assertTrue(!client.readHead().startsWith("HTTP/1.1 101 "));
    }
    Series series = Scrape.of(service);
    for (String name : series.names("wsgauge_server_handshakes_total")) {
      assertEquals(name.equals(handshakes(result)) ? 1 : 0, series.value(name), name);
    }
  }

  @Test
  @DisplayName("an upgrade for which there is no place is counted as such")
  void full(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"maxConnections\": 1}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      assertEquals("HTTP/1.1 503 Service Unavailable", ask(service, "/ws", ""));
      assertEquals(1, Scrape.of(service).value(handshakes("unavailable")));
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName("messages count whole, bytes as payload, control frames not at all")
  void traffic(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"reply\": {\"text\": \"four\"}}}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
      client.sendHex("01 82 00000000 6161");
      client.sendHex("80 81 00000000 62");
      assertEquals("four", client.readFrame().text());
      client.sendHex("82 85 00000000 0000000000");
      assertEquals("four", client.readFrame().text());
      client.sendHex("89 81 00000000 63");
      assertEquals(10, client.readFrame().opcode());
      Series series = Scrape.of(service);
      assertEquals(1, series.value(messages("in", "text")));
      assertEquals(1, series.value(messages("in", "binary")));
      assertEquals(8, series.value("wsgauge_server_bytes_total{direction=\"in\"}"));
      assertEquals(1, series.value(messages("out", "text")));
      assertEquals(1, series.value(messages("out", "binary")));
      assertEquals(8, series.value("wsgauge_server_bytes_total{direction=\"out\"}"));
    }
  }

  @Test
  @DisplayName("a message sent in fragments is of the type of its first")
  void fragments(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.upgraded(service.port(), "/ws?reply=echo&fragment=2")) {
      client.sendHex("81 82 00000000 6162");
      assertEquals("a", client.readFrame().text());
      assertEquals("b", client.readFrame().text());
    }
    Series series = Scrape.of(service);
    assertEquals(1, series.value(messages("out", "text")));
    assertEquals(0, series.value(messages("out", "binary")));
  }

  @ParameterizedTest
  @DisplayName("an end is counted once, by its code and by who began it")
  @CsvSource({
    "/ws, 88 80 00000000, 1005, peer",
    "/ws, 88 82 00000000 0fa1, 4xxx, peer",
    "/ws, 83 80 00000000, 1002, server",
    "/ws?closeAfterMessages=1&closeCode=3001, 81 81 00000000 61, 3xxx, server",
    "/ws?closeAfterMessages=1&closeCode=1013, 81 81 00000000 61, other, server",
    "/ws?dropAfterMessages=1, 81 81 00000000 61, 1006, server",
    "/ws?dropAfterMessages=1&drop=rst, 81 81 00000000 61, 1006, server",
    "/ws, '', 1006, none"
  })
  void ends(String path, String frame, String code, String initiator, Vertx vertx)
      throws Exception {
    TestService service = TestService.start(vertx, "{\"socket\": {\"closeTimeout\": \"100ms\"}}");
    try (RawClient client = RawClient.upgraded(service.port(), path)) {
      client.sendHex(frame);
      if (!frame.isEmpty()) {
        client.readsEnd();
      }
    }
    Series series = Scrape.await(service, closes(code, initiator), 1);
    assertEquals(
        1, series.names(CLOSES).stream().mapToDouble(series::value).sum(), "in all of " + CLOSES);
  }

  @Test
  @DisplayName("the event loops of the server are measured without any traffic")
  void loopDelay(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"instances\": 1}}");
    Scrape.await(service, "wsgauge_event_loop_delay_seconds_count", count -> count > 0);
  }

  @Test
  @DisplayName("Prometheus gets OpenMetrics when it asks for that, others the text format")
  void negotiation(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    HttpResponse<byte[]> plain = Scrape.get(service);
    assertEquals("text/plain; version=0.0.4; charset=utf-8", header(plain, "Content-Type"));
    assertEquals("no-store", header(plain, "Cache-Control"));
    HttpResponse<byte[]> open =
        Scrape.get(
            service,
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4");
    assertEquals(
        "application/openmetrics-text; version=1.0.0; charset=utf-8", header(open, "Content-Type"));
    assertTrue(new String(open.body(), StandardCharsets.UTF_8).endsWith("# EOF\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
            + "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5"
            + " | application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.3,"
            + "application/openmetrics-text;version=1.0.0;q=0.4"
            + " | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text,text/plain"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "application/vnd.google.protobuf;proto=other.Message;encoding=delimited,text/plain"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "application/vnd.google.protobuf | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;q=0.4,text/plain;q=0.5"
            + " | text/plain; version=0.0.4; charset=utf-8",
        "application/openmetrics-text;q=0,*/* | text/plain; version=0.0.4; charset=utf-8",
        ";;q=x,,/ | text/plain; version=0.0.4; charset=utf-8",
      })
  @DisplayName("of what is accepted the best is sent that can be written, and else text")
  void accepted(String accept, String type, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    HttpResponse<byte[]> response = Scrape.get(service, "Accept", accept);
    assertEquals(200, response.statusCode());
    assertEquals(type, header(response, "Content-Type"));
  }

  @Test
  @DisplayName("who takes gzip gets it, who does not want it does not")
  void gzip(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    HttpResponse<byte[]> packed = Scrape.get(service, "Accept-Encoding", "deflate, gzip");
    assertEquals("gzip", header(packed, "Content-Encoding"));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, Series.of(text).value("wsgauge_server_connections"));
    }
    HttpResponse<byte[]> plain = Scrape.get(service, "Accept-Encoding", "gzip;q=0");
    assertEquals("", header(plain, "Content-Encoding"));
  }

  @Test
  @DisplayName("HEAD has the headers alone")
  void head(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      String answer = client.readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
      assertTrue(answer.contains("text/plain"), answer);
      assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }
  }

  @Test
  @DisplayName("another method is refused with 405")
  void method(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText("DELETE /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(client.readHead().startsWith("HTTP/1.1 405 "));
    }
  }
}
