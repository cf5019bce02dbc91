package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked for credentials, and when new ones count. */
@ExtendWith(VertxExtension.class)
class CredentialsIT {
  private static final String BEARER = "Bearer realm=\"wsgauge\"";
  private static final String BASIC = "Basic realm=\"wsgauge\", charset=\"UTF-8\"";

  @TempDir Path directory;

  /** In one step, so that no half of it is read. */
  private String write(String name, String content) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), content);
    return Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE).toString();
  }

  /** Looks at the files as often as it can. */
  private static TestService start(Vertx vertx, JsonObject auth) throws Exception {
    return TestService.start(
        vertx,
        new JsonObject()
            .put("server", new JsonObject().put("reloadInterval", "5ms"))
            .put("socket", new JsonObject().put("auth", auth))
            .encode());
  }

  private TestService startWithToken(Vertx vertx) throws Exception {
    return start(vertx, new JsonObject().put("tokenFile", write("tokens", "first")));
  }

  private static Answer upgrade(TestService service, String authorization) {
    return Answer.to(
        service.port(),
        RawClient.upgradeRequest("/ws", "Authorization: " + authorization + "\r\n"));
  }

  private static void awaitLetIn(TestService service, String authorization) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (upgrade(service, authorization).status() != 101) {
      assertTrue(System.nanoTime() < end, "not let in");
    }
  }

  @Test
  @DisplayName("without credentials it is 401, with a challenge and a reason")
  void none(Vertx vertx) throws Exception {
    Answer answer = Answer.to(startWithToken(vertx).port(), RawClient.upgradeRequest("/ws", ""));
    assertEquals(401, answer.status());
    assertTrue(answer.hasHeader("WWW-Authenticate: " + BEARER), answer.head());
    assertTrue(answer.hasHeader("Content-Type: application/problem+json"), answer.head());
    assertEquals("credentials are missing or wrong (socket.auth)", answer.detail());
  }

  @Test
  @DisplayName("a plain GET is told so as well")
  void plainGet(Vertx vertx) throws Exception {
    Answer answer =
        Answer.to(startWithToken(vertx).port(), "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertEquals(401, answer.status());
    assertTrue(answer.hasHeader("WWW-Authenticate: " + BEARER), answer.head());
  }

  @Test
  @DisplayName("the page and health are there without credentials")
  void socketAlone(Vertx vertx) throws Exception {
    TestService service = startWithToken(vertx);
    String head = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertEquals(200, Answer.to(service.port(), "GET /health/ready" + head).status());
    assertEquals(200, Answer.to(service.port(), "GET /page/settings.json" + head).status());
  }

  @Test
  @DisplayName("a token that is wrong appears neither in the answer nor in the log")
  void notEchoed(Vertx vertx) throws Exception {
    TestService service = startWithToken(vertx);
    try (CapturedLog log = CapturedLog.of("io.wsgauge")) {
      Answer answer = upgrade(service, "Bearer s3cret");
      assertEquals(401, answer.status());
      assertFalse((answer.head() + answer.body() + log.lines()).contains("s3cret"));
    }
  }

  @Test
  @DisplayName("a token of the file is let in")
  void token(Vertx vertx) throws Exception {
    assertEquals(101, upgrade(startWithToken(vertx), "bearer first").status());
  }

  @Test
  @DisplayName("a name with its password is let in, another is asked for one")
  void user(Vertx vertx) throws Exception {
    TestService service =
        start(vertx, new JsonObject().put("userFile", write("users", "jürgen:a:b")));
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] right = "jürgen:a:b".getBytes(StandardCharsets.UTF_8);
    byte[] wrong = "jürgen:a".getBytes(StandardCharsets.UTF_8);
    assertEquals(101, upgrade(service, "Basic " + base64.encodeToString(right)).status());
    Answer refused = upgrade(service, "Basic " + base64.encodeToString(wrong));
    assertEquals(401, refused.status());
    assertTrue(refused.hasHeader("WWW-Authenticate: " + BASIC), refused.head());
  }

  @Test
  @DisplayName("with both files, either is let in and the challenge names both")
  void both(Vertx vertx) throws Exception {
    TestService service =
        start(
            vertx,
            new JsonObject()
                .put("tokenFile", write("tokens", "first"))
                .put("userFile", write("users", "ann:secret")));
    Answer refused = upgrade(service, "Bearer ann:secret");
    assertTrue(refused.hasHeader("WWW-Authenticate: " + BEARER + ", " + BASIC), refused.head());
    assertEquals(101, upgrade(service, "Bearer first").status());
    assertEquals(101, upgrade(service, "Basic YW5uOnNlY3JldA==").status());
  }

  @Test
  @DisplayName("a new token is let in and the former is not, without a restart")
  void newToken(Vertx vertx) throws Exception {
    TestService service = startWithToken(vertx);
    assertEquals(401, upgrade(service, "Bearer second").status());
    write("tokens", "second");
    awaitLetIn(service, "Bearer second");
    assertEquals(401, upgrade(service, "Bearer first").status());
  }

  @Test
  @DisplayName("a file of tokens that holds none is told once, and the former stay in use")
  void emptied(Vertx vertx) throws Exception {
    TestService service = startWithToken(vertx);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.config")) {
      write("tokens", "");
      String line = log.awaitLine("what was read before stays in use");
      assertTrue(line.startsWith("WARN ") && line.endsWith("holds nothing"), line);
      assertEquals(101, upgrade(service, "Bearer first").status());
      assertEquals(401, upgrade(service, "Bearer ").status());
      write("tokens", "second");
      awaitLetIn(service, "Bearer second");
      assertEquals(1, log.linesWith("stays in use").size(), log.lines().toString());
    }
  }
}
