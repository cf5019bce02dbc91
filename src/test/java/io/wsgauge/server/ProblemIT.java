package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors over HTTP (RFC 9457). */
@ExtendWith(VertxExtension.class)
class ProblemIT {
  private static final int LARGEST = 8 * 1024;

  private static Answer upgrade(Vertx vertx, String target, String more) throws Exception {
    return Answer.to(TestService.start(vertx, "{}").port(), RawClient.upgradeRequest(target, more));
  }

  @Test
  @DisplayName("an error has type, title, status, detail and rule, and is not to be stored")
  void members(Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(), "GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertTrue(answer.hasHeader("Cache-Control: no-store"), answer.head());
    assertEquals(
        new JsonObject()
            .put("type", "about:blank")
            .put("title", "Not Found")
            .put("status", 404)
            .put("detail", "nothing at /no")
            .put("rule", "not-found"),
        answer.problem());
  }

  @Test
  @DisplayName("a refused upgrade is shown as it came, with lengths in the place of secrets")
  void request(Vertx vertx) throws Exception {
    Answer answer =
        upgrade(vertx, "/no?delay=1s&token=a%20b", "X-Tenant: acme\r\ncookie: a\r\nVia: 1.1 p\r\n");
    assertEquals("path", answer.rule());
    assertEquals(
        new JsonObject()
            .put("requestLine", "GET /no?delay=1s&token=(5 bytes) HTTP/1.1")
            .put("httpVersion", "HTTP/1.1")
            .put(
                "headers",
                new JsonArray()
                    .add(new JsonArray().add("Host").add("localhost"))
                    .add(new JsonArray().add("Upgrade").add("websocket"))
                    .add(new JsonArray().add("Connection").add("Upgrade"))
                    .add(new JsonArray().add("Sec-WebSocket-Key").add(RawClient.KEY))
                    .add(new JsonArray().add("Sec-WebSocket-Version").add("13"))
                    .add(new JsonArray().add("X-Tenant").add("(4 bytes)"))
                    .add(new JsonArray().add("cookie").add("(1 byte)"))
                    .add(new JsonArray().add("Via").add("1.1 p"))),
        answer.problem().getJsonObject("request"));
  }

  @Test
  @DisplayName("a plain request on the WebSocket's path is shown, so that a lost Upgrade is seen")
  void lostUpgrade(Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(),
            "GET /ws HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertEquals("upgrade", answer.rule());
    JsonObject request = answer.problem().getJsonObject("request");
    assertEquals("HTTP/1.0", request.getString("httpVersion"));
    assertFalse(request.getJsonArray("headers").encode().contains("Upgrade"));
  }

  @Test
  @DisplayName("the request of a refusal is not shown with the next one of its connection")
  void next(Vertx vertx) throws Exception {
    try (RawClient client = RawClient.connect(TestService.start(vertx, "{}").port())) {
      Answer.to(client, RawClient.upgradeRequest("/no", "")).problem();
      Answer next = Answer.to(client, "GET /no HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals("not-found", next.rule());
      assertFalse(next.problem().containsKey("request"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, scenario, /ws?a=b",
    "503, scenario-status, /ws?status=503",
    "200, scenario-status, /ws?status=200",
    "404, target, /api/targets?target=x",
    "404, target, /probe?target=x",
    "400, probe-query, /probe",
    "403, probe-allow, /probe?url=ws://h",
    "404, not-found, /page/none.js",
  })
  @DisplayName("the rule says what was broken, whatever the words")
  void rules(int status, String rule, String target, Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(
            TestService.start(vertx, "{}").port(),
            "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertEquals(status, answer.status());
    assertEquals(rule, answer.rule());
  }

  private static void assertBounded(Answer answer) {
    int size = answer.body().getBytes(StandardCharsets.UTF_8).length;
    assertTrue(size < LARGEST, size + " bytes: " + answer.body());
    assertTrue(answer.body().contains("…"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\u00e4", "\u0085", "\u00ad"})
  @DisplayName("many headers are cut, and so is each long one, whatever is in them")
  void headers(String value, Vertx vertx) throws Exception {
    String more = ("Via: " + value.repeat(100) + "\r\n").repeat(30);
    Answer answer = upgrade(vertx, "/no", "User-Agent: " + value.repeat(900) + "\r\n" + more);
    assertBounded(answer);
    JsonArray headers = answer.problem().getJsonObject("request").getJsonArray("headers");
    int left = 36 - (headers.size() - 1);
    assertEquals(
        new JsonArray().add("…").add("(" + left + " more)"),
        headers.getJsonArray(headers.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "%22", "%5c", "%00", "%e2%80%ae", "%f0%9f%8e%89", "`"})
  @DisplayName("a query with many faults is cut in the detail, and in the request line")
  void query(String character, Vertx vertx) throws Exception {
    String query =
        IntStream.range(0, 90)
            .mapToObj(number -> number + character.repeat(36 / character.length()))
            .collect(Collectors.joining("&"));
    Answer answer = upgrade(vertx, "/ws?" + query, "");
    assertEquals("scenario", answer.rule());
    assertBounded(answer);
    assertTrue(answer.detail().endsWith("…"), answer.detail());
  }

  @Test
  @DisplayName("a long path is cut in the detail, and in the request line")
  void path(Vertx vertx) throws Exception {
    assertBounded(upgrade(vertx, "/" + "\\".repeat(3000), ""));
  }
}
