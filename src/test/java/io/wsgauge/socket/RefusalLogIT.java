package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is logged and counted of upgrades that are refused. */
@ExtendWith(VertxExtension.class)
class RefusalLogIT {
  private static final String CONFIG =
      """
      {"server": {"maxRequestLineSize": 200, "maxHeaderSize": 500, "requestTimeout": "200ms"},
       "socket": {"allowedOrigins": ["https://a.example"]}}
      """;

  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = CapturedLog.of("io.wsgauge.socket");
  }

  @AfterEach
  void release() {
    log.close();
  }

  private void assertRefused(TestService service, String request, String line, String result)
      throws InterruptedException {
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(request);
      assertTrue(line.contains(" with " + client.readHead().split(" ", 3)[1] + " "), line);
    }
    String logged = log.awaitLine("refused ");
    assertTrue(logged.matches("INFO \\[127\\.0\\.0\\.1:\\d+] .*"), logged);
    assertEquals(line, logged.substring(logged.indexOf("refused ")));
    assertEquals(1, log.linesWith("refused ").size());
    assertEquals(List.of(result + " 1"), Handshakes.of(service.port()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/none |''| refused /none with 404 (path) | not_found",
        "/ws |Origin: https://b.example| refused /ws with 403 (origin) | forbidden",
        "/ws?token=abc |''| refused /ws?token=(3 bytes) with 400 (scenario) | bad_request",
        "/ws?status=503 |''| refused /ws?status=503 with 503 (scenario-status) | scenario",
        "/ws?text=a\"b |''| refused /ws?text=a\"b with 400 (request-target) | bad_request",
        "/ESC[1m |''| refused /\\u{1b}[1m with 400 (request-target) | bad_request",
        "/ws |Host: b| refused /ws with 400 (host) | bad_request",
        "/ws |Content-Length: x| refused /ws with 400 (request-syntax) | bad_request",
      })
  @DisplayName("a refused upgrade is a line with peer, target, status and rule, and counts once")
  void refused(String target, String header, String line, String result, Vertx vertx)
      throws Exception {
    TestService service = TestService.start(vertx, CONFIG);
    String more = header.isEmpty() ? "" : header + "\r\n";
    String request = RawClient.upgradeRequest(target.replace("ESC", "\u001b"), more);
    assertRefused(service, request, line, result);
  }

  @Test
  @DisplayName("a request line that is too long is a line, and counts")
  void requestLine(Vertx vertx) throws Exception {
    String request = RawClient.upgradeRequest("/ws?text=" + "x".repeat(200), "");
    String line = "refused what could not be read with 414 (request-line-too-long)";
    assertRefused(TestService.start(vertx, CONFIG), request, line, "uri_too_long");
  }

  @Test
  @DisplayName("headers that are too large are a line with the target, and count")
  void headers(Vertx vertx) throws Exception {
    String request = RawClient.upgradeRequest("/ws", "Cookie: " + "x".repeat(500) + "\r\n");
    String line = "refused /ws with 431 (headers-too-large)";
    assertRefused(TestService.start(vertx, CONFIG), request, line, "headers_too_large");
  }

  @Test
  @DisplayName("a request that does not come in whole is a line, and counts")
  void late(Vertx vertx) throws Exception {
    String line = "refused what could not be read with 408 (request-timeout)";
    assertRefused(TestService.start(vertx, CONFIG), "GET /ws HTTP", line, "request_timeout");
  }

  @Test
  @DisplayName("an upgrade from which a proxy has taken Upgrade is a line, and counts")
  void stripped(Vertx vertx) throws Exception {
    String request = RawClient.upgradeRequest("/ws", "").replace("Upgrade: websocket\r\n", "");
    String line = "refused /ws with 426 (upgrade)";
    assertRefused(TestService.start(vertx, "{}"), request, line, "upgrade_required");
  }

  @ParameterizedTest
  @CsvSource({"GET /ws, Host: localhost", "GET /none, Host: localhost", "GET /ws, Host: <"})
  @DisplayName("what is known to be no upgrade is neither a line nor counted")
  void noUpgrade(String request, String header, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    Answer.to(service.port(), request + " HTTP/1.1\r\n" + header + "\r\n\r\n");
    assertEquals(List.of(), Handshakes.of(service.port()));
    assertEquals(List.of(), log.linesWith("refused "));
  }

  @Test
  @DisplayName("beyond the rate of the log, refusals are counted in a line instead")
  void rate(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"log\": {\"messagesPerSecond\": 2}}}");
    try (RawClient client = RawClient.connect(service.port())) {
      for (int i = 0; i < 10; i++) {
        assertEquals(404, Answer.to(client, RawClient.upgradeRequest("/none", "")).status());
      }
    }
    assertTrue(log.awaitLine("refused: …").endsWith(" more"));
    assertEquals(List.of("not_found 10"), Handshakes.of(service.port()));
  }
}
