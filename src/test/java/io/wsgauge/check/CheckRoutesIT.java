package io.wsgauge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawServer;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CheckRoutesIT {
  private static final String SHORT = ", \"quick\": true, \"only\": [\"round-trip\"]}";

  private static Answer request(int port, String method, String path, String more) {
    return Answer.to(
        port, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
  }

  private static Answer get(int port, String path) {
    return request(port, "GET", path, "");
  }

  private static Answer post(int port, String body) {
    return post(port, body, "Content-Type: application/json\r\n");
  }

  private static Answer post(int port, String body, String headers) {
    return Answer.to(
        port,
        "POST /api/checks HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + headers
            + "\r\n"
            + body);
  }

  /** The path of a check that was begun. */
  private static String begun(Answer answer) {
    assertEquals(201, answer.status(), answer.body());
    return "/api/checks/" + new JsonObject(answer.body()).getString("id");
  }

  /** Number, name and data of each event, when all have come. */
  private static List<String> events(int port, String path, int seen) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path + "/events");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Last-Event-ID", Integer.toString(seen));
    connection.setReadTimeout(60_000);
    try (InputStream in = connection.getInputStream()) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(seen > 0 && all.isEmpty() ? 204 : 200, connection.getResponseCode());
      return Stream.of(all.split("\n\n"))
          .filter(event -> event.startsWith("id: "))
          .map(event -> event.replaceAll("(?m)^(id|event|data): ", ""))
          .toList();
    }
  }

  private static String own(TestService service) {
    return "{\"url\": \"ws://localhost:" + service.port() + "/ws\"";
  }

  /** A server that answers nothing, and its URL as a check is asked for it. */
  private static String silent(RawServer server) {
    return "{\"url\": \"ws://127.0.0.1:" + server.port() + "/silent\"}";
  }

  private static RawServer silent() throws Exception {
    return RawServer.start(RawServer.Peer::awaitEnd);
  }

  @Test
  @DisplayName("a check of this server is told step by step, and its report is kept to the letter")
  void ownServer(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    Answer answer = post(service.port(), own(service) + SHORT);
    String path = begun(answer);
    assertTrue(Pattern.matches("/api/checks/[0-9a-f]{32}", path), path);
    assertTrue(answer.hasHeader("Location: " + path.substring("/api/".length())), answer.head());
    List<String> events = events(service.port(), path, 0);
    assertEquals("1\nbegun\n{\"name\":\"resolve\",\"direct\":false}", events.get(0));
    assertTrue(events.get(1).startsWith("2\nended\n{\"name\":\"resolve\",\"state\":\"measured\""));
    String last = events.get(events.size() - 1);
    String report = get(service.port(), path + "/report.json").body();
    assertEquals(events.size() + "\nreport\n" + report.stripTrailing(), last);
    assertEquals("fine", new JsonObject(report).getString("verdict"));
    String told = get(service.port(), path).body();
    assertTrue(told.contains(report.stripTrailing()), told);
    assertEquals("done", new JsonObject(told).getString("state"));
    assertTrue(
        get(service.port(), path + "/report.md").body().contains("ws://localhost:"),
        "the report as Markdown");
  }

  @Test
  @DisplayName("this server is checked at the address that answered, whatever its name becomes")
  void pinned(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String path = begun(post(service.port(), own(service) + SHORT));
    events(service.port(), path, 0);
    JsonObject report = new JsonObject(get(service.port(), path + "/report.json").body());
    assertEquals(
        "127.0.0.1",
        report.getJsonObject("measurements").getJsonObject("resolution").getString("host"));
  }

  @Test
  @DisplayName("who has seen all events is told so, and a browser asks no more")
  void lastEvent(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String path = begun(post(service.port(), own(service) + SHORT));
    int all = events(service.port(), path, 0).size();
    assertEquals(1, events(service.port(), path, all - 1).size());
    assertEquals(List.of(), events(service.port(), path, all));
  }

  @Test
  @DisplayName("a URL that no pattern allows is not even connected to")
  void notAllowed(Vertx vertx) throws Exception {
    try (RawServer other = silent()) {
      TestService service =
          TestService.start(vertx, "{\"check\": {\"allow\": [\"ws://127\\\\.0\\\\.0\\\\.1/.*\"]}}");
      Answer answer = post(service.port(), silent(other));
      assertEquals(403, answer.status());
      assertEquals("check-allow", answer.rule());
      assertEquals(0, other.accepted());
    }
  }

  @Test
  @DisplayName("another server on the WebSocket's path gets one handshake without the query")
  void otherServer(Vertx vertx) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawServer other =
        RawServer.start(
            peer -> {
              heads.add(peer.readHead());
              peer.send(
                  "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\nWsgauge: node=\"another\"\r\n\r\n");
            })) {
      TestService service = TestService.start(vertx, "{}");
      String url = "ws://127.0.0.1:" + other.port() + "/a/ws?token=secret";
      Answer answer =
          post(service.port(), "{\"url\": \"" + url + "\", \"headers\": [\"X-A: b\"]" + SHORT);
      assertEquals("check-allow", answer.rule());
      assertFalse(answer.body().contains("secret"));
      assertEquals(1, other.accepted());
      String head = String.valueOf(heads.poll(10, TimeUnit.SECONDS));
      assertTrue(head.startsWith("GET /a/ws HTTP/1.1\r\n"), head);
      assertFalse(head.contains("X-A"), head);
    }
  }

  @Test
  @DisplayName("where check.self is false, this server is as any other")
  void selfOff(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"check\": {\"self\": false}}");
    assertEquals("check-allow", post(service.port(), own(service) + "}").rule());
  }

  @Test
  @DisplayName("a target is checked by its name")
  void target(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"client\": {\"targets\": [{\"name\": \"me\", \"url\": \"self\"}]}}");
    String path = begun(post(service.port(), "{\"target\": \"me\"" + SHORT));
    events(service.port(), path, 0);
    assertEquals("done", new JsonObject(get(service.port(), path).body()).getString("state"));
    assertEquals("target", post(service.port(), "{\"target\": \"other\"}").rule());
  }

  @Test
  @DisplayName("one check more than may run is 503, until one that runs is ended")
  void tooMany(Vertx vertx) throws Exception {
    try (RawServer server = silent()) {
      TestService service =
          TestService.start(
              vertx,
              "{\"check\": {\"maxRunning\": 1, \"allow\": [\"ws://127[.0-9]*:[0-9]+/.*\"]}}");
      String path = begun(post(service.port(), silent(server)));
      Answer second = post(service.port(), silent(server));
      assertEquals(503, second.status());
      assertEquals("checks", second.rule());
      assertTrue(second.hasHeader("Retry-After: 10"), second.head());
      assertEquals("check-report", get(service.port(), path + "/report.json").rule());
      assertEquals(204, request(service.port(), "DELETE", path, "").status());
      assertEquals("check", get(service.port(), path).rule());
      Answer third = post(service.port(), silent(server));
      while (third.status() == 503) { // until the step under way has noticed
        third = post(service.port(), silent(server));
      }
      begun(third);
    }
  }

  @Test
  @DisplayName("of more results than are kept the oldest is forgotten")
  void kept(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"check\": {\"maxKept\": 1}}");
    String first = begun(post(service.port(), own(service) + SHORT));
    events(service.port(), first, 0);
    String second = begun(post(service.port(), own(service) + SHORT));
    assertNotEquals(first, second);
    assertEquals(404, get(service.port(), first).status());
    assertEquals(200, get(service.port(), second).status());
  }

  @Test
  @DisplayName("a result is forgotten after its time")
  void forgotten(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"check\": {\"keep\": \"1s\"}}");
    String path = begun(post(service.port(), own(service) + SHORT));
    events(service.port(), path, 0);
    while (get(service.port(), path).status() == 200) {
      Thread.onSpinWait();
    }
    assertEquals("check", get(service.port(), path).rule());
  }

  @Test
  @DisplayName("a page of another site begins no check, and ends none")
  void otherSites(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String site = "Sec-Fetch-Site: cross-site\r\n";
    String json = "Content-Type: application/json\r\n";
    assertEquals("cross-site", post(service.port(), "{}", json + site).rule());
    assertEquals("content-type", post(service.port(), "{}", "Content-Type: text/plain\r\n").rule());
    assertEquals("cross-site", request(service.port(), "DELETE", "/api/checks/1", site).rule());
    Answer preflight = request(service.port(), "OPTIONS", "/api/checks", "Origin: http://a\r\n");
    assertEquals(405, preflight.status());
    assertFalse(preflight.head().contains("Access-Control"), preflight.head());
  }

  @Test
  @DisplayName("a body that is larger than any check is refused")
  void tooLarge(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String body = "{\"url\": \"" + "x".repeat(17_000) + "\"}";
    assertEquals("content-too-large", post(service.port(), body).rule());
  }

  @Test
  @DisplayName("all that is wrong with a check is told at once")
  void wrong(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    Answer answer = post(service.port(), "{\"url\": \"http://a\", \"many\": 51, \"quik\": true}");
    assertEquals(
        "quik is no option of a check; did you mean quick?; "
            + "url \"http://a\" - must be a ws:// or wss:// URL; "
            + "many 51 - must be between 0 and 50",
        answer.detail());
    assertEquals("check-options", answer.rule());
    assertEquals("check-options", post(service.port(), "[]").rule());
    assertEquals("check-options", post(service.port(), "").rule());
  }

  @Test
  @DisplayName("other methods are refused with those that there are")
  void methods(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    Answer list = get(service.port(), "/api/checks");
    assertEquals(405, list.status());
    assertTrue(list.hasHeader("Allow: POST"), list.head());
    Answer put = request(service.port(), "PUT", "/api/checks/1", "");
    assertTrue(put.hasHeader("Allow: GET, HEAD, DELETE"), put.head());
  }

  @Test
  @DisplayName("checks end with the server")
  void stop(Vertx vertx) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              if (peer.readHead().startsWith("GET ")) {
                asked.countDown();
                peer.awaitEnd();
                ended.countDown();
              }
            })) {
      TestService service =
          TestService.start(vertx, "{\"check\": {\"allow\": [\"ws://127[.0-9]*:[0-9]+/.*\"]}}");
      begun(post(service.port(), silent(server)));
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      service.stop();
      assertTrue(ended.await(10, TimeUnit.SECONDS));
    }
  }
}
