package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.HostileText;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.testing.RawServer.Script;
import io.wsgauge.testing.WrittenLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field that a peer controls, with each character that could forge or hide a line. */
@ExtendWith(VertxExtension.class)
class HostileTextIT {
  private static final int FINAL = 0x80;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n\r\n";

  private WrittenLog log;

  @BeforeEach
  void open() throws Exception {
    log = new WrittenLog();
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void assertClean(String shown) {
    HostileText.assertNone(log.text());
    assertTrue(log.text().contains(shown), () -> "not fed: " + shown + "\n" + log.text());
  }

  private static TestService server(Vertx vertx) throws Exception {
    return TestService.start(
        vertx,
        """
        {"socket": {"allowedOrigins": ["https://example.org"], "log": {"messagesPerSecond": 10000}},
         "client": {"probe": {"allow": ["ws://example.org.*"]}}}
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%s" + HOST,
        "GET /?%s" + HOST,
        "GET /ws?%s=1" + HOST,
        "GET /ws?status=%s" + HOST,
        "GET /probe?target=%s" + HOST,
        "GET /probe?url=ws://example.org/%s" + HOST,
        "GET /api/targets?target=%s" + HOST,
        "%s /" + HOST,
        "GET / HTTP/%s\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: %s\r\n\r\n",
        "GET /info HTTP/1.1\r\nHost: x\r\nX-%s: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %s\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: %s\r\n\r\n",
      })
  @DisplayName("requests: neither the log nor the answer has it raw")
  void requests(String form, Vertx vertx) throws Exception {
    TestService service = server(vertx);
    for (String text : HostileText.all()) {
      request(service, form.replace("%s", text));
    }
    HostileText.assertNone(log.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: %s",
        "Sec-WebSocket-Protocol: %s",
        "Sec-WebSocket-Extensions: %s",
        "Sec-WebSocket-Version: %s",
        "Sec-WebSocket-Key: %s",
        "Authorization: %s",
        "X-Forwarded-For: %s",
      })
  @DisplayName("headers of an upgrade: neither the log nor the answer has it raw")
  void upgrades(String header, Vertx vertx) throws Exception {
    TestService service = server(vertx);
    String name = header.substring(0, header.indexOf(':'));
    for (String text : HostileText.all()) {
      String usual = RawClient.upgradeRequest("/ws", header.replace("%s", text) + "\r\n");
      // its own value stands alone
      int first = usual.indexOf(name + ": ");
      boolean twice = usual.indexOf(name + ": ", first + 1) > 0;
      request(
          service,
          twice
              ? usual.substring(0, first) + usual.substring(usual.indexOf("\r\n", first) + 2)
              : usual);
    }
    HostileText.assertNone(log.text());
  }

  /** The problem that a refusal answers is checked as well. */
  private static void request(TestService service, String request) {
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(request);
      String head = client.readHead();
      if (head.contains("application/problem+json")) {
        JsonObject problem = new JsonObject(client.readBody(head));
        HostileText.assertNone(problem.getString("detail"));
        JsonObject seen = problem.getJsonObject("request", new JsonObject());
        HostileText.assertNone(seen.getString("requestLine", ""));
        seen.getJsonArray("headers", new JsonArray()).stream()
            .map(header -> (JsonArray) header)
            .forEach(header -> HostileText.assertNone(header.getString(0) + header.getString(1)));
      }
    } catch (UncheckedIOException e) {
      // such a request may be cut as well
    }
  }

  @Test
  @DisplayName("messages and close reasons are escaped in the server's log")
  void frames(Vertx vertx) throws Exception {
    TestService service = server(vertx);
    for (String text : HostileText.all()) {
      try (RawClient client = RawClient.upgraded(service.port(), "/ws")) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.sendFrame(FINAL | TEXT, bytes);
        client.sendFrame(FINAL | BINARY, bytes);
        client.sendFrame(FINAL | CLOSE, closePayload(text));
        client.readsEnd();
      }
    }
    assertClean("receive: a\\u{1b}" + HostileText.MARK);
    assertClean("\"a\\u{1b}" + HostileText.MARK + "\"");
  }

  private static byte[] closePayload(String reason) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.writeBytes(new byte[] {3, (byte) 0xe8});
    payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
    return payload.toByteArray();
  }

  /** Gives each connection the next text, and tells when there was one for all. */
  private static final class Feed {
    interface Answer {
      void give(Peer peer, String text) throws IOException;
    }

    private final Queue<String> texts = new ArrayDeque<>(HostileText.all());
    private final CountDownLatch fed = new CountDownLatch(1);

    /** The connection after the last text tells that what came of that one has been logged. */
    Script script(Answer answer) {
      return peer -> {
        String text = texts.poll();
        if (text == null) {
          fed.countDown();
        } else {
          answer.give(peer, text);
        }
      };
    }

    void await() throws InterruptedException {
      assertTrue(fed.await(30, TimeUnit.SECONDS), () -> "left: " + texts.size());
    }
  }

  private static void watch(Vertx vertx, int port, String more) throws Exception {
    TestService.start(
        vertx,
        """
        {"server": {"enabled": false},
         "client": {"log": {"messagesPerSecond": 10000},
                    "defaults": {"interval": "1ms", "connection": "fresh", "subprotocols": ["a"]},
                    "targets": [{"name": "t", "url": "ws://127.0.0.1:%d/" %s}]}}
        """
            .formatted(port, more));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 %s|Content-Length: 0||",
        "HTTP/%s 200 OK||",
        "HTTP/1.1 20%s OK||",
        "%s||",
        "HTTP/1.1 200 OK|Content-Type: %s||",
        "HTTP/1.1 302 Found|Location: %s|Content-Length: 0||",
        "HTTP/1.1 401 No|X-%s: x|Content-Length: 0||",
        "101 Sec-WebSocket-Protocol: %s|",
        "101 Sec-WebSocket-Protocol: a|Sec-WebSocket-Extensions: %s|",
        "101 Upgrade: %s|",
        "HTTP/1.1 101 OK|Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Protocol: a"
            + "|Sec-WebSocket-Accept: %s||",
      })
  @DisplayName("answers to the client's upgrade are escaped in its log")
  void answers(String form, Vertx vertx) throws Exception {
    Feed feed = new Feed();
    try (RawServer server =
        RawServer.start(
            feed.script(
                (peer, text) -> {
                  String answer = form.replace("|", "\r\n").replace("%s", text);
                  if (form.startsWith("101 ")) {
                    peer.upgrade(answer.substring(4));
                  } else {
                    peer.readHead();
                    peer.send(answer);
                  }
                }))) {
      watch(vertx, server.port(), "");
      feed.await();
    }
    HostileText.assertNone(log.text());
  }

  @Test
  @DisplayName("a content type is shown escaped")
  void shown(Vertx vertx) throws Exception {
    answers("HTTP/1.1 200 OK|Content-Type: %s||", vertx);
    assertClean("\\u{9b}" + HostileText.MARK);
  }

  @Test
  @DisplayName("replies and close reasons are escaped in the client's log")
  void replies(Vertx vertx) throws Exception {
    Feed feed = new Feed();
    try (RawServer server =
        RawServer.start(
            feed.script(
                (peer, text) -> {
                  peer.upgrade("Sec-WebSocket-Protocol: a\r\n");
                  peer.readMessage();
                  peer.send(Peer.frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8)));
                  peer.sendHex("88 00");
                }))) {
      watch(vertx, server.port(), ", \"expect\": \"other\"");
      feed.await();
    }
    assertClean("client recv: a\\u{1b}" + HostileText.MARK);
    assertClean("reply-mismatch: a\\u{1b}" + HostileText.MARK);
  }

  @Test
  @DisplayName("close reasons are escaped in the client's log")
  void closeReasons(Vertx vertx) throws Exception {
    Feed feed = new Feed();
    try (RawServer server =
        RawServer.start(
            feed.script(
                (peer, text) -> {
                  peer.upgrade("Sec-WebSocket-Protocol: a\r\n");
                  peer.send(Peer.frame(FINAL | CLOSE, closePayload(text)));
                }))) {
      watch(vertx, server.port(), "");
      feed.await();
    }
    assertClean("code 1000 \"a\\u{1b}" + HostileText.MARK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 407 %s||", "HTTP/%s 200 OK||", "HTTP/1.1 200 OK|X-%s: %s||", "%s||"})
  @DisplayName("answers of a proxy are escaped in the client's log")
  void proxies(String form, Vertx vertx) throws Exception {
    Feed feed = new Feed();
    try (RawServer proxy =
        RawServer.start(
            feed.script(
                (peer, text) -> {
                  peer.readHead();
                  peer.send(form.replace("|", "\r\n").replace("%s", text));
                }))) {
      watch(vertx, 9, ", \"proxy\": {\"url\": \"http://127.0.0.1:%d\"}".formatted(proxy.port()));
      feed.await();
    }
    HostileText.assertNone(log.text());
  }

  @Test
  @DisplayName("names of a certificate are escaped in the client's log")
  void certificates(@TempDir Path directory, Vertx vertx) throws Exception {
    String name = String.join("", HostileText.all()).replace("\u0000", "").replace("\\", "");
    Certificates.named(directory, name);
    Feed feed = new Feed();
    try (RawServer server =
        RawServer.startTls(
            Certificates.serving(directory), false, feed.script((peer, text) -> peer.readHead()))) {
      TestService.start(
          vertx,
          """
          {"server": {"enabled": false},
           "client": {"defaults": {"interval": "1ms", "connection": "fresh"},
                      "targets": [{"name": "t", "url": "wss://localhost:%d/"},
                                  {"name": "u", "url": "wss://localhost:%1$d/",
                                   "tls": {"authorities": "%s"}}]}}
          """
              .formatted(server.port(), directory.resolve("certificate.pem")));
      server.awaitAccepted(20);
    }
    assertClean("tls-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 %s|Content-Length: 0||",
        "HTTP/1.1 400 %s|Content-Length: 0||",
        "HTTP/%s 204 OK||",
        "HTTP/1.1 503 No|Retry-After: %s|Content-Length: 0||",
        "HTTP/1.1 200 OK|Transfer-Encoding: %s||",
        "HTTP/1.1 200 OK|Content-Length: %s||",
        "%s||",
      })
  @DisplayName("answers of the webhook's receiver are escaped")
  void webhook(String form, Vertx vertx) throws Exception {
    Feed feed = new Feed();
    boolean[] up = {false};
    try (RawServer receiver =
            RawServer.start(
                feed.script(
                    (peer, text) -> {
                      peer.readHead();
                      peer.send(form.replace("|", "\r\n").replace("%s", text));
                    }));
        RawServer flapping =
            RawServer.start(
                peer -> {
                  up[0] = !up[0];
                  if (up[0]) {
                    peer.upgrade();
                  }
                })) {
      TestService.start(
          vertx,
          """
          {"server": {"enabled": false},
           "client": {"webhook": {"url": "http://127.0.0.1:%d/", "attempts": 1},
                      "defaults": {"interval": "1ms", "connection": "fresh", "kind": "connect",
                                   "downAfter": 1},
                      "targets": [{"name": "t", "url": "ws://127.0.0.1:%d/"}]}}
          """
              .formatted(receiver.port(), flapping.port()));
      feed.await();
    }
    assertClean("webhook http://127.0.0.1:");
  }
}
