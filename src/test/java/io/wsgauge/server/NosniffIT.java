package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No browser may take an answer for another type than it says. */
@ExtendWith(VertxExtension.class)
class NosniffIT {
  @ParameterizedTest
  @CsvSource({
    "200, GET / HTTP/1.1",
    "200, GET /page/try/try.js HTTP/1.1",
    "200, GET /page/settings.json HTTP/1.1",
    "200, GET /page/uplot/LICENSE HTTP/1.1",
    "200, GET /metrics HTTP/1.1",
    "200, HEAD /metrics HTTP/1.1",
    "200, GET /api/targets HTTP/1.1",
    "200, GET /api/results HTTP/1.1",
    "200, GET /health/live HTTP/1.1",
    "200, GET /health/ready HTTP/1.1",
    "200, GET /scenarios HTTP/1.1",
    "200, GET /info HTTP/1.1",
    "404, GET /probe?target=a HTTP/1.1",
    "404, GET /nothing HTTP/1.1",
    "404, GET /api/targets?target=a HTTP/1.1",
    "405, POST / HTTP/1.1",
    "426, GET /ws HTTP/1.1",
    "302, GET /ws?status=302&location=/ HTTP/1.1",
    "400, GET  HTTP/1.1 x",
    "414, GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1"
  })
  @DisplayName("every answer says so, whatever it is")
  void said(int status, String requestLine, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"maxRequestLineSize\": 80}}");
    assertSaid(service, status, requestLine + "\r\nHost: localhost\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({"404, /other", "503, /ws?status=503", "400, /ws?a=b"})
  @DisplayName("the refusal of an upgrade says so")
  void refusedUpgrade(int status, String target, Vertx vertx) throws Exception {
    assertSaid(TestService.start(vertx, "{}"), status, RawClient.upgradeRequest(target, ""));
  }

  private static void assertSaid(TestService service, int status, String request) {
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(request);
      String head = client.readHead();
      assertTrue(head.split(" ", 3)[1].equals(Integer.toString(status)), head);
      String line = "\r\nx-content-type-options: nosniff\r\n";
      assertEquals(2, head.toLowerCase(Locale.ROOT).split(line, -1).length, head);
    }
  }
}
