package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.RawServer;
import io.wsgauge.wire.BufferBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a target adds to its upgrade. */
@ExtendWith(VertxExtension.class)
class TargetOptionsIT {
  @TempDir Path directory;

  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = CapturedLog.of("io.wsgauge.client");
  }

  @AfterEach
  void release() {
    log.close();
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  private static void ping(Vertx vertx, RawServer server, JsonObject options) throws Exception {
    TestService.start(vertx, ClientIT.config("ws://127.0.0.1:" + server.port() + "/ws", options));
  }

  /** One ping to each connection. */
  private void answerOne(RawServer.Peer peer) throws IOException {
    heads.add(peer.upgrade());
    peer.readMessage();
    peer.sendMessage("ok");
    peer.sendHex("88 02 03e8");
    peer.readFrameHex();
  }

  /** The values of a header, of the next upgrade. */
  private List<String> sent(String name) throws InterruptedException {
    return values(heads.poll(10, TimeUnit.SECONDS), name);
  }

  private static List<String> values(String head, String name) {
    String start = name.toLowerCase(Locale.ROOT) + ": ";
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }

  @Test
  @DisplayName("headers are sent as they are, one that is there twice as well")
  void headers(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      JsonArray headers =
          new JsonArray().add("X-Tenant: a:b ").add("x-tenant:c").add("X-Empty:").add("Host: h.x");
      ping(vertx, server, new JsonObject().put("headers", headers));
      String head = heads.poll(10, TimeUnit.SECONDS);
      assertEquals(List.of("a:b", "c"), values(head, "X-Tenant"));
      assertEquals(List.of(""), values(head, "X-Empty"));
      assertEquals(List.of("h.x"), values(head, "Host"));
      assertEquals(1, values(head, "User-Agent").size());
      log.awaitLine("t is up");
    }
  }

  @Test
  @DisplayName("a User-Agent takes the place of ours")
  void userAgent(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      ping(vertx, server, new JsonObject().put("headers", new JsonArray().add("user-agent: me/1")));
      assertEquals(List.of("me/1"), sent("User-Agent"));
    }
  }

  @Test
  @DisplayName("subprotocols are offered, and the one that the server chooses is taken")
  void subprotocols(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              heads.add(peer.upgrade("Sec-WebSocket-Protocol: b\r\n"));
              peer.readMessage();
              peer.sendMessage("ok");
              peer.awaitEnd();
            })) {
      ping(vertx, server, new JsonObject().put("subprotocols", new JsonArray().add("a").add("b")));
      assertEquals(List.of("a, b"), sent("Sec-WebSocket-Protocol"));
      log.awaitLine("t is up");
    }
  }

  @Test
  @DisplayName("a server that chooses none of the subprotocols is down")
  void noSubprotocol(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      ping(vertx, server, new JsonObject().put("subprotocols", new JsonArray().add("a")));
      String line = log.awaitLine("t is down");
      assertTrue(
          line.contains(": bad-subprotocol: ") && line.contains("(upgrade, none was chosen, "),
          line);
    }
  }

  @Test
  @DisplayName("a token is read from its file again at each connect")
  void token(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      String tokens = file("token", "first\n");
      ping(vertx, server, auth(new JsonObject().put("tokenFile", tokens)));
      assertEquals(List.of("Bearer first"), sent("Authorization"));
      file("token", "second\n");
      List<String> sent;
      do {
        sent = sent("Authorization");
      } while (sent.equals(List.of("Bearer first")) || sent.isEmpty());
      assertEquals(List.of("Bearer second"), sent);
    }
  }

  @Test
  @DisplayName("a token file that has gone is told with its name; it is used when it is back")
  void tokenGone(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      String token = directory.resolve("token").toString(); // which the start would have refused
      String url = "ws://127.0.0.1:" + server.port() + "/ws";
      JsonObject options = auth(new JsonObject().put("tokenFile", token));
      String client =
          new JsonObject(ClientIT.config(url, options)).getJsonObject("client").encode();
      ClientConfig config = Configs.client(client);
      Metrics metrics =
          new Metrics(
              vertx, new TelemetryConfig(true, true), "test", ClientVerticle.failureReasons());
      ClientVerticle verticle =
          new ClientVerticle(
              metrics,
              new TargetRegistry(""),
              new ProbeSettings(new BufferBudget(1 << 24), "test"),
              target -> Future.failedFuture("nothing is checked"));
      vertx
          .deployVerticle(verticle)
          .compose(v -> verticle.update(config, Target.of(config.targets().get(0))))
          .await(10, TimeUnit.SECONDS);
      String line = log.awaitLine("t is down: local-error: ");
      assertTrue(line.contains("no such file: " + token), line);
      file("token", "first");
      log.awaitLine("t is up again");
      assertEquals(List.of("Bearer first"), sent("Authorization"));
    }
  }

  @Test
  @DisplayName("a name and its password are sent in UTF-8 and base64")
  void user(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(this::answerOne)) {
      JsonObject user =
          new JsonObject().put("user", "jürgen").put("passwordFile", file("password", "a:b\n"));
      ping(vertx, server, auth(user));
      assertEquals(List.of("Basic asO8cmdlbjphOmI="), sent("Authorization"));
    }
  }

  @Test
  @DisplayName("credentials and headers that are sent are not logged")
  void notLogged(Vertx vertx) throws Exception {
    try (CapturedLog all = CapturedLog.of("io.wsgauge");
        RawServer server = RawServer.start(this::answerOne)) {
      JsonObject options = auth(new JsonObject().put("tokenFile", file("token", "s3cret")));
      ping(vertx, server, options.put("headers", new JsonArray().add("X-Key: s3cret")));
      assertEquals(List.of("Bearer s3cret"), sent("Authorization"));
      log.awaitLine("t is up");
      assertEquals(List.of(), all.linesWith("s3cret"));
    }
  }

  private static JsonObject auth(JsonObject auth) {
    return new JsonObject().put("auth", auth);
  }
}
