package io.wsgauge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.check.step.Survey;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody does to the checks of a server who means harm. */
@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class CheckAttackIT {
  private static final String LOOPBACK = "\"allow\": [\"ws://127\\\\.0\\\\.0\\\\.1:[0-9]+/.*\"]";

  /** Streams of events that may be open. */
  private static final int STREAMS = 50;

  private static String post(String body) {
    return "POST /api/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
  }

  private static Answer ask(int port, String method, String path) {
    return Answer.to(port, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  private static String begun(Answer answer) {
    assertEquals(201, answer.status(), answer.body());
    return "/api/checks/" + new JsonObject(answer.body()).getString("id");
  }

  private static String url(String url) {
    return new JsonObject().put("url", url).encode();
  }

  private static String own(TestService service) {
    return "ws://localhost:" + service.port() + "/ws";
  }

  private static RawServer silent() throws IOException {
    return RawServer.start(RawServer.Peer::awaitEnd);
  }

  /** A check begins, as soon as one that was ended has let its place go. */
  private static String begunAtLast(int port, String body) {
    Answer answer = Answer.to(port, post(body));
    while (answer.status() == 503) {
      answer = Answer.to(port, post(body));
    }
    return begun(answer);
  }

  @Test
  @DisplayName("of thousands of checks at once as many run as may, and the others are told 503")
  void flood(Vertx vertx) throws Exception {
    try (RawServer server = silent()) {
      TestService service =
          TestService.start(vertx, "{\"check\": {\"maxRunning\": 2, " + LOOPBACK + "}}");
      String body = url("ws://127.0.0.1:" + server.port() + "/a");
      List<String> begun = new ArrayList<>();
      List<Integer> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        try (RawClient client = RawClient.connect(service.port())) {
          client.sendText(post(body).repeat(100));
          for (int k = 0; k < 100; k++) {
            Answer answer = Answer.read(client);
            if (answer.status() == 201) {
              begun.add(begun(answer));
            } else {
              others.add(answer.status());
            }
          }
        }
      }
      assertEquals(2, begun.size());
      assertEquals(List.of(503), others.stream().distinct().toList());
      begun.forEach(path -> assertEquals(204, ask(service.port(), "DELETE", path).status()));
      begunAtLast(service.port(), body);
    }
  }

  @Test
  @DisplayName("what is asked for wrongly takes no place of a check")
  void wrongOnes(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"check\": {\"maxRunning\": 1}}");
    for (String body :
        List.of(
            "{\"target\": \"nobody\"}",
            url("ws://127.0.0.1:1/other"),
            "{\"url\": \"" + own(service) + "\", \"direct\": \"ws://127.0.0.1:1/other\"}",
            "{\"url\": 1}",
            "{")) {
      assertTrue(Answer.to(service.port(), post(body)).status() / 100 == 4, body);
    }
    begun(Answer.to(service.port(), post(url(own(service)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100000000000\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
      })
  @DisplayName("of a body without end no more is taken than a check may have")
  void hugeBody(String framing, Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String block = "{\"url\": \"" + "x".repeat(1 << 16);
    String chunk = framing.startsWith("T") ? "10009\r\n" + block + "\r\n" : block;
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(
          "POST /api/checks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + framing);
      try {
        IntStream.range(0, 1000).forEach(i -> client.sendText(chunk));
      } catch (UncheckedIOException e) {
        // it is cut meanwhile
      }
      assertTrue(client.readsEndOrReset());
    }
    assertEquals(200, ask(service.port(), "GET", "/health/live").status());
  }

  @Test
  @DisplayName("who guesses ids learns nothing, whatever they are")
  void guessed(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String known = begun(Answer.to(service.port(), post(url(own(service)))));
    Random random = new Random(1);
    byte[] bytes = new byte[16];
    String refusal = ask(service.port(), "GET", "/api/checks/" + "0".repeat(32)).body();
    try (RawClient client = RawClient.connect(service.port())) {
      for (int i = 0; i < 1000; i++) {
        random.nextBytes(bytes);
        String path = "/api/checks/" + HexFormat.of().formatHex(bytes);
        String end = List.of("", "/events", "/report.json", "/report.md").get(i % 4);
        String method = i % 8 == 0 ? "DELETE" : "GET";
        Answer answer =
            Answer.to(client, method + " " + path + end + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals(404, answer.status());
        assertEquals(refusal, answer.body());
      }
    }
    for (String path :
        List.of(
            known.toUpperCase(Locale.ROOT).replace("/API/CHECKS", "/api/checks"),
            known.substring(0, known.length() - 1),
            known + "0",
            "/api/checks/..%2f..%2fconfig.json",
            "/api/checks/%00",
            "/api/checks/" + "a".repeat(2000))) {
      assertEquals(404, ask(service.port(), "GET", path).status(), path);
    }
    assertEquals(200, ask(service.port(), "GET", known).status());
  }

  @Test
  @DisplayName("readers of events who do not read are so many and no more, and stop no check")
  void slowReaders(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String body =
        new JsonObject()
            .put("url", own(service))
            .put("quick", true)
            .put("only", new JsonArray().add("round-trip"))
            .encode();
    String path = begun(Answer.to(service.port(), post(url(own(service)))));
    String events = "GET " + path + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    List<RawClient> readers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      readers.add(RawClient.connect(service.port()));
      readers.get(i).sendText(events);
    }
    for (RawClient reader : readers) {
      assertTrue(reader.readHead().startsWith("HTTP/1.1 200 "));
    }
    Answer refused = Answer.to(service.port(), events);
    assertEquals("streams", refused.rule());
    assertTrue(refused.hasHeader("Retry-After: 10"), refused.head());
    String other = begun(Answer.to(service.port(), post(body)));
    while (ask(service.port(), "GET", other).body().contains("\"state\":\"running\"")) {
      Thread.onSpinWait();
    }
    assertTrue(ask(service.port(), "GET", other).body().contains("\"state\":\"done\""));
    readers.get(0).reset();
    int status;
    do { // until its end is noticed
      try (RawClient reader = RawClient.connect(service.port())) {
        reader.sendText(events);
        status = Integer.parseInt(reader.readHead().split(" ", 3)[1]);
      }
    } while (status == 503);
    assertEquals(200, status);
    readers.forEach(RawClient::close);
  }

  static Stream<String> deletedWhile() {
    return Survey.STEPS.stream().filter(step -> !step.equals("tls")); // of wss:// alone
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName(
      "a check that is ended within any of its steps is gone, with its place and its readers")
  void deletedWhile(String step, Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"instances\": 1}, \"check\": {\"maxRunning\": 1}}");
    String body =
        new JsonObject()
            .put("url", own(service))
            .put("horizon", "3s")
            .put("many", step.equals("many") ? 2 : 0)
            .put("only", new JsonArray().add(step))
            .encode();
    String path = begun(Answer.to(service.port(), post(body)));
    try (RawClient reader = RawClient.connect(service.port())) {
      reader.sendText("GET " + path + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(reader.readHead().startsWith("HTTP/1.1 200 "));
      while (!reader.readLine().contains("\"name\":\"" + step + "\"")) {
        // those before it
      }
      assertEquals(204, ask(service.port(), "DELETE", path).status());
      while (!reader.readLine().equals("0")) {
        // the last chunk
      }
    }
    assertEquals("check", ask(service.port(), "GET", path).rule());
    assertEquals("check", ask(service.port(), "DELETE", path).rule());
    begunAtLast(service.port(), body);
  }

  static Stream<String> elsewhere() {
    return Stream.of(
        "ws://127.0.0.1:PORT@127.0.0.1:OTHER/a",
        "ws://127.0.0.1@localhost:OTHER/a",
        "ws://localhost:OTHER/a",
        "ws://127.0.0.1.:OTHER/a",
        "ws://127.0.0.1\\t:OTHER/a",
        "ws://127.1:OTHER/a",
        "ws://2130706433:OTHER/a",
        "ws://0x7f000001:OTHER/a",
        "ws://0177.0.0.1:OTHER/a",
        "ws://0.0.0.0:OTHER/a",
        "ws://[::1]:OTHER/a",
        "ws://[::ffff:127.0.0.1]:OTHER/a",
        "ws://[::ffff:7f00:1]:OTHER/a",
        "ws://[::127.0.0.1]:OTHER/a",
        "ws://[64:ff9b::7f00:1]:OTHER/a",
        "ws://[fe80::1%25lo]:OTHER/a",
        "WS://127.0.0.1:OTHER/a",
        "wss://127.0.0.1:OTHER/a",
        "http://127.0.0.1:OTHER/a",
        "ws://127.0.0.1:OTHER/a#ws://127.0.0.1:PORT/a",
        "ws://127.0.0.1%2f:OTHER/a",
        "ws://127.0.0.1:PORT\\\\@127.0.0.1:OTHER/a");
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("no other way to write an address leads to what the configuration does not allow")
  void elsewhere(String address, Vertx vertx) throws Exception {
    try (RawServer other = silent()) {
      TestService service =
          TestService.start(
              vertx, "{\"check\": {\"allow\": [\"ws://127\\\\.0\\\\.0\\\\.1:1234/.*\"]}}");
      String asked = address.replace("PORT", "1234").replace("OTHER", "" + other.port());
      for (String field : List.of("url", "direct")) {
        String body = "{\"url\": \"ws://127.0.0.1:1234/a\", \"direct\": \"%s\"}".formatted(asked);
        Answer answer =
            Answer.to(
                service.port(), post(field.equals("url") ? "{\"url\": \"" + asked + "\"}" : body));
        assertTrue(List.of(400, 403, 422).contains(answer.status()), answer::body);
      }
      assertEquals(0, other.accepted());
    }
  }

  @Test
  @DisplayName("what is checked leads nobody elsewhere by a redirect")
  void redirect(Vertx vertx) throws Exception {
    try (RawServer other = silent();
        RawServer leading =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send(
                      "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ws://127.0.0.1:"
                          + other.port()
                          + "/a\r\nConnection: close\r\n\r\n");
                })) {
      TestService service =
          TestService.start(
              vertx,
              "{\"check\": {\"allow\": [\"ws://127[.]0[.]0[.]1:" + leading.port() + "/.*\"]}}");
      String path =
          begun(
              Answer.to(
                  service.port(),
                  post(
                      new JsonObject()
                          .put("url", "ws://127.0.0.1:" + leading.port() + "/a")
                          .put("quick", true)
                          .encode())));
      String told = ask(service.port(), "GET", path).body();
      while (told.contains("\"state\":\"running\"")) {
        told = ask(service.port(), "GET", path).body();
      }
      assertTrue(told.contains("\"state\":\"done\""), told);
      assertTrue(leading.accepted() > 0);
      assertEquals(0, other.accepted());
    }
  }

  @Test
  @DisplayName("what may be checked is not asked for another host, nor for what is not its own")
  void options(Vertx vertx) throws Exception {
    try (RawServer other = silent()) {
      TestService service = TestService.start(vertx, "{\"check\": {" + LOOPBACK + "}}");
      String asked = "ws://127.0.0.1:" + other.port() + "/a";
      for (String more :
          List.of(
              "\"headers\": [\"Host: internal\"]",
              "\"headers\": [\"HOST : internal\"]",
              "\"headers\": [\"X: y\\r\\nHost: internal\"]",
              "\"connectTo\": \"127.0.0.1:1\"",
              "\"proxy\": {\"url\": \"http://127.0.0.1:1\"}",
              "\"cacert\": \"/etc/passwd\"",
              "\"save\": \"/tmp\"")) {
        Answer answer =
            Answer.to(service.port(), post("{\"url\": \"" + asked + "\", " + more + "}"));
        assertEquals("check-options", answer.rule(), more);
        assertFalse(answer.body().contains("root:"), answer.body());
      }
      assertEquals(0, other.accepted());
    }
  }
}
