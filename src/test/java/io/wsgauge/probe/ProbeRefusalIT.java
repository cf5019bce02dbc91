package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run tells of an upgrade that was refused, beside the status. */
@ExtendWith(VertxExtension.class)
class ProbeRefusalIT {
  @TempDir Path directory;

  private static RawServer refusing(String headers, byte[] body, boolean ends) throws IOException {
    return RawServer.start(
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 401 No\r\n" + headers.replace("|", "\r\n") + "\r\n", body);
          if (!ends) {
            peer.awaitEnd();
          }
        });
  }

  private static Failed refused(Vertx vertx, RawServer server, String options) throws Exception {
    return failed(
        Reason.UPGRADE_REFUSED, Phase.UPGRADE, ProbeRuns.of(vertx, server, options).fresh());
  }

  private static String detail(Vertx vertx, String headers, byte[] body) throws Exception {
    try (RawServer server = refusing(headers, body, true)) {
      return refused(vertx, server, "").detail();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(bytes(text));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "426 No subprotocol of these is supported|status 426 No subprotocol of these is supported",
        "403 Not\t'you' \u001b[31m|status 403 Not\\t'you' \\u{1b}[31m",
        "403 s3cret-t0ken is not known|status 403 *** is not known",
        "404 Not found|status 404",
        "503 Busy|status 503",
        "599 |status 599",
      })
  @DisplayName("what the server says behind the status is told where it is more than its name")
  void ownWords(String status, String detail, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
            })) {
      assertEquals(detail, refused(vertx, server, "'headers': ['X-Token: s3cret-t0ken']").detail());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Content-Length: 13|; token expired",
        "Content-Length: 99|; token expired",
        "Connection: close|; token expired",
        "Transfer-Encoding: chunked|; 5|token|8|' expired'|0||",
        "Transfer-Encoding: chunked|Trailer: X|; 5|token|8|' expired'|0|X: y||",
        "Transfer-Encoding: chunked|; d|token expired|oops|",
      })
  @DisplayName("a body is told whatever marks its end")
  void body(String headers, String body, Vertx vertx) throws Exception {
    assertEquals(
        "status 401, body: token expired",
        detail(vertx, headers, bytes(body.replace("'", "").replace("|", "\r\n"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'timeout': '60s'", SOON})
  @DisplayName("of a body that does not end, what has come is told, and before the deadline")
  void endless(String options, Vertx vertx) throws Exception {
    try (RawServer server = refusing("Content-Length: 9999|", bytes("busy, sir"), false)) {
      assertEquals("status 401, body: busy, sir", refused(vertx, server, options).detail());
    }
  }

  @Test
  @DisplayName("a body that is reset amid its bytes is told as far as it came")
  void reset(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 401 No\r\nContent-Length: 9\r\n\r\nbusy");
              peer.pause(100); // a reset overtakes what has not been read
              peer.reset();
            })) {
      assertEquals("status 401, body: busy", refused(vertx, server, "").detail());
    }
  }

  @Test
  @DisplayName("200 bytes of a body are told, and that there are more")
  void cut(Vertx vertx) throws Exception {
    assertEquals(
        "status 401, body: " + "x".repeat(200) + "…",
        detail(vertx, "", bytes("x".repeat(100_000))));
  }

  @Test
  @DisplayName("whatever is no visible character is escaped")
  void escaped(Vertx vertx) throws Exception {
    assertEquals(
        "status 401, body: a\\n\\u{1b}[31m\\u{202e}\\\\b",
        detail(vertx, "", bytes("a\n\u001b[31m\u202e\\b\r\n")));
  }

  @Test
  @DisplayName("the charset of the body's type counts")
  void charset(Vertx vertx) throws Exception {
    assertEquals(
        "status 401, body: née",
        detail(
            vertx,
            "Content-Type: text/plain; charset=ISO-8859-1|",
            "née".getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  @DisplayName("a body that is zipped is unzipped, as far as it goes")
  void gzip(Vertx vertx) throws Exception {
    String type = "Content-Encoding: gzip|";
    assertEquals("status 401, body: why not", detail(vertx, type, zipped("why not")));
    assertEquals(
        "status 401, body: " + "x".repeat(200) + "…",
        detail(vertx, type, zipped("x".repeat(5_000))));
    assertEquals("status 401", detail(vertx, type, bytes("no gzip")));
  }

  @Test
  @DisplayName("a body that is no text is not told, nor one in another coding")
  void binary(Vertx vertx) throws Exception {
    assertEquals("status 401", detail(vertx, "", bytes("PNG\u0000\u0001")));
    assertEquals("status 401", detail(vertx, "Content-Encoding: br|", bytes("why not")));
  }

  @ParameterizedTest
  @CsvSource({
    "wss://example.org/ws?ticket=s3cret, wss://example.org/ws?ticket=***",
    "/login?next=/ws, /login?next=***",
    "//u:p@example.org/, //***@example.org/",
    "../ws/, ../ws/",
  })
  @DisplayName("the Location of a redirect is told, without its secrets")
  void location(String location, String shown, Vertx vertx) throws Exception {
    try (RawServer server = refusing("Location: " + location + "|", bytes(""), true)) {
      ProbeResult result = ProbeRuns.of(vertx, server, "").fresh();
      assertEquals(
          "status 401, Location: " + shown,
          failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result).detail());
      assertEquals(shown, result.opened().headers().get("location"));
    }
  }

  @Test
  @DisplayName("a body that quotes the request does not reveal the credentials that were sent")
  void quoted(Vertx vertx) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "a-s3cret-token\n");
    JsonArray headers = new JsonArray().add("X-Key: an0ther-s3cret").add("Accept: harmless/text");
    String options =
        SOON
            + ", 'auth': {'tokenFile': '"
            + token
            + "'}, 'headers': "
            + headers.encode().replace('"', '\'');
    String body =
        "no a-s3cret-token, an0ther-s3cret, q-s3cret-q or harmless/text"
            + " ".repeat(128)
            + "an0ther-s3cret";
    try (RawServer server = refusing("", bytes(body), false)) {
      String url = "ws://127.0.0.1:" + server.port() + "/ws?reply=something&key=q-s3cret-q";
      Failed failed =
          failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, ProbeRuns.of(vertx, url, options).fresh());
      assertEquals(
          "status 401, body: no ***, ***, *** or harmless/text" + " ".repeat(128) + "***…",
          failed.detail());
    }
  }

  @Test
  @DisplayName("what answers with a status of success is told with its body as well")
  void noWebSocket(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>It works!</h1>");
            })) {
      assertEquals(
          "status 200, text/html, body: <h1>It works!</h1>",
          failed(
                  Reason.UPGRADE_NOT_WEBSOCKET,
                  Phase.UPGRADE,
                  ProbeRuns.of(vertx, server, "").fresh())
              .detail());
    }
  }
}
