package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whom the server answers that asks for a host by some name. */
@ExtendWith(VertxExtension.class)
class AllowedHostsIT {
  private static final List<String> GUARDED =
      List.of(
          "/",
          "/page/settings.json",
          "/page/try/try.js",
          "/metrics",
          "/probe?target=a",
          "/info",
          "/api/targets",
          "/api/results",
          "/scenarios",
          "/nothing",
          "//api/targets");

  private static TestService start(Vertx vertx) throws Exception {
    return TestService.start(
        vertx,
        "{\"server\": {\"allowedHosts\": [\"Gauge.example.org\", \"127.0.0.1\", \"[::1]\"]}}");
  }

  private static Answer get(TestService service, String target, String host) {
    return Answer.to(service.port(), "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  @Test
  @DisplayName("another host than those that are allowed gets 421 everywhere, which names both")
  void refused(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (String target : GUARDED) {
      Answer answer = get(service, target, "evil.example.org:8080");
      assertEquals(421, answer.status(), target);
      assertEquals("host evil.example.org:8080 is not one of server.allowedHosts", answer.detail());
    }
    for (String host :
        List.of("localhost", "gauge.example.org.evil", "x.gauge.example.org", "127.1", "[::2]")) {
      assertEquals(421, get(service, "/metrics", host).status(), host);
    }
  }

  @Test
  @DisplayName("what is like an allowed host, and none, is not answered")
  void malformed(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (String host :
        List.of("127.0.0.1:80:80", "127.0.0.1:a", "u@127.0.0.1", "[::1", "::1", "", "127.0.0.1/")) {
      int status = get(service, "/metrics", host).status();
      assertTrue(status == 421 || status == 400, () -> host + ": " + status);
    }
  }

  @Test
  @DisplayName("an allowed host is answered in any case, with any port and with a dot at its end")
  void answered(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    for (String host :
        List.of(
            "gauge.example.org",
            "GAUGE.example.ORG:1",
            "gauge.example.org.:9",
            "127.0.0.1:",
            "[::1]:8080",
            "[::1]")) {
      assertEquals(200, get(service, "/metrics", host).status(), host);
    }
  }

  @Test
  @DisplayName("of a target in absolute form the host counts, and not that of the header")
  void absolute(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    assertEquals(421, get(service, "http://evil/metrics", "127.0.0.1").status());
    assertEquals(200, get(service, "http://127.0.0.1:1/metrics", "evil").status());
  }

  @Test
  @DisplayName("health and the WebSocket are for any host")
  void open(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    assertEquals(200, get(service, "/health/ready", "evil").status());
    assertEquals(426, get(service, "/ws", "evil").status());
    String upgrade = RawClient.upgradeRequest("/ws", "").replace("Host: localhost", "Host: evil");
    assertEquals(101, Answer.to(service.port(), upgrade).status());
  }

  @Test
  @DisplayName("a refused upgrade and what follows it on the connection are answered each")
  void refusedUpgrade(Vertx vertx) throws Exception {
    TestService service = start(vertx);
    String get = "GET /metrics HTTP/1.1\r\nHost: evil\r\n\r\n";
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          RawClient.upgradeRequest("/no", "") + get + RawClient.upgradeRequest("/no", ""));
      assertEquals(404, Answer.read(client).status());
      assertEquals(421, Answer.read(client).status());
      assertEquals(404, Answer.read(client).status());
    }
  }

  @Test
  @DisplayName("by default any host is answered")
  void off(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertEquals(200, get(service, "/metrics", "evil").status());
  }
}
