package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a query may have its client redirected, byte by byte. */
@ExtendWith(VertxExtension.class)
class RedirectsIT {
  private static final List<String> ELSEWHERE =
      List.of(
          "//evil",
          "%2F%2Fevil",
          "/%2fevil",
          "///evil",
          "/\\evil",
          "/%5Cevil",
          "\\\\evil",
          "%5c%5cevil",
          "\\/evil",
          "/a\\..\\..",
          "/..//evil",
          "/.//evil",
          "/a//evil",
          "/%09/evil",
          "%09//evil",
          "/%0a/evil",
          "/%0d%0aSet-Cookie:a",
          "%20//evil",
          "/%00",
          "/a%20b",
          "/%C2%85",
          "evil",
          "evil/a",
          ".",
          "..//evil",
          "?a",
          "%23a",
          "",
          "javascript:alert(1)",
          "JavaScript:alert(1)",
          "data:text/html,a",
          "file:///etc/passwd",
          "ftp://example.org/",
          "https:evil",
          "https:/evil",
          "https:///evil",
          "https:",
          "https://",
          "https://evil",
          "wss://evil/ws",
          "https://example.org@evil/",
          "https://evil@example.org/",
          "https://example.org:80@evil/",
          "https://example.org:80%5C@evil/",
          "https://evil%5C@example.org/",
          "https://evil%23@example.org/",
          "https://evil%3F@example.org/",
          "https://evil%2F@example.org/",
          "https://example.org.evil/",
          "https://evil.example.org/",
          "https://example.org%252eevil/",
          "https:%5C%5Cexample.org/",
          "https:/%5Cexample.org/",
          "//example.org/");

  private static final List<String> HERE =
      List.of("/", "/a", "/a/", "/a/../b", "/%252F%252Fevil", "/%255Cevil", "/a?b=//c", "/a%23//b");

  private static List<String> requests(String location) {
    String target = "/ws?status=302&location=" + location;
    return List.of(
        RawClient.upgradeRequest(target, ""),
        "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "HEAD " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static void assertStatus(TestService service, int status, String location) {
    for (String request : requests(location)) {
      try (RawClient client = RawClient.connect(service.port())) {
        client.sendText(request);
        String head = client.readHead();
        assertTrue(head.startsWith("HTTP/1.1 " + status + " "), location + ": " + head);
        boolean redirects = head.toLowerCase(Locale.ROOT).contains("\r\nlocation:");
        assertEquals(status == 302, redirects, location);
      }
    }
  }

  @Test
  @DisplayName("nothing leads to another site, however it is written, upgrade or not")
  void elsewhere(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertStatus(service, 400, "https://example.org/");
    ELSEWHERE.forEach(location -> assertStatus(service, 400, location));
  }

  @Test
  @DisplayName("a path leads to this server")
  void here(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    HERE.forEach(location -> assertStatus(service, 302, location));
  }

  @Test
  @DisplayName("configured hosts are led to, at any port, and no host that only looks like them")
  void configured(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"scenario\": {\"redirectHosts\": [\"example.org\", \"[::1]\"]}}");
    for (String location :
        List.of("https://example.org", "WSS://EXAMPLE.org:8443/ws?a%23b", "http://[::1]/")) {
      assertStatus(service, 302, location);
    }
    ELSEWHERE.forEach(location -> assertStatus(service, 400, location));
  }

  @Test
  @DisplayName("with * every host is led to, and yet no script")
  void any(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"scenario\": {\"redirectHosts\": [\"*\"]}}");
    assertStatus(service, 302, "https://evil/");
    for (String location : List.of("javascript:alert(1)", "//evil", "https:evil", "/\\evil")) {
      assertStatus(service, 400, location);
    }
  }

  @Test
  @DisplayName("the refusal names the key that would allow it")
  void reason(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    assertEquals(
        "location=//evil: must be a path, or a URL of a host in scenario.redirectHosts, up to 1000"
            + " bytes; status=302: needs location",
        Answer.to(service.port(), requests("//evil").get(0)).detail());
  }
}
