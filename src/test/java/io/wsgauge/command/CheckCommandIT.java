package io.wsgauge.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.wsgauge.TestService;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawServer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandIT {
  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final TestShell shell = new TestShell();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static List<String> ids(JsonObject report) {
    return report.getJsonArray("findings").stream()
        .map(finding -> ((JsonObject) finding).getString("id"))
        .toList();
  }

  private JsonObject report() {
    return new JsonObject(String.join("\n", shell.out()));
  }

  @Test
  @DisplayName("a wsgauge with nothing before it: nothing is found, and each end is seen")
  void nothing() throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"name\": \"n1\"}}");
    Path file = directory.resolve("report.json");
    int exitCode =
        shell.run(
            "check",
            "--quick",
            "--json",
            "-o",
            file.toString(),
            "ws://127.0.0.1:" + service.port() + "/ws");
    JsonObject report = report();
    assertEquals(List.of(), ids(report), report::encodePrettily);
    assertEquals("fine", report.getString("verdict"));
    assertEquals("wsgauge", report.getJsonObject("server").getString("kind"));
    assertEquals(report, new JsonObject(Files.readString(file)));
    assertEquals(0, exitCode);
  }

  @Test
  @DisplayName("a server that is no wsgauge is measured by what shows at this end")
  void foreign() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .webSocketHandler(
                socket -> {
                  socket.textMessageHandler(socket::writeTextMessage);
                  socket.binaryMessageHandler(socket::writeBinaryMessage);
                })
            .listen()
            .await(10, TimeUnit.SECONDS);
    shell.run(
        "check", "--quick", "--json", "--skip", "sizes", "ws://127.0.0.1:" + server.actualPort());
    JsonObject report = report();
    assertEquals("other", report.getJsonObject("server").getString("kind"));
    assertTrue(
        report.getJsonArray("findings").stream()
            .noneMatch(finding -> ((JsonObject) finding).getString("severity").equals("problem")),
        report::encodePrettily);
  }

  @Test
  @DisplayName("a server that echoes nothing, but pushes, has lost nothing and delays nothing")
  void pushing() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .webSocketHandler(
                socket -> {
                  long pushes = vertx.setPeriodic(5, fired -> socket.writeTextMessage("a price"));
                  socket.closeHandler(v -> vertx.cancelTimer(pushes));
                })
            .listen()
            .await(10, TimeUnit.SECONDS);
    shell.run(
        "check",
        "--quick",
        "--json",
        "--only",
        "round-trip,integrity,sizes",
        "ws://127.0.0.1:" + server.actualPort());
    assertEquals(List.of(), ids(report()), report()::encodePrettily);
    Set<String> reasons =
        report().getJsonArray("steps").stream()
            .map(JsonObject.class::cast)
            .filter(step -> Set.of("integrity", "sizes").contains(step.getString("name")))
            .map(step -> step.getString("reason"))
            .collect(Collectors.toSet());
    assertEquals(Set.of("the server does not echo"), reasons, report()::encodePrettily);
  }

  @Test
  @DisplayName("a port on which nothing listens is found, and nothing else is measured")
  void refused() throws Exception {
    int port;
    try (RawServer closed = RawServer.start(peer -> {})) {
      port = closed.port();
    }
    assertEquals(1, shell.run("check", "--quick", "--json", "ws://127.0.0.1:" + port + "/ws"));
    assertEquals(List.of("connect-refused"), ids(report()));
  }

  @Test
  @DisplayName("the progress is plain lines where standard error alone is no terminal")
  void progress() throws Exception {
    int port;
    try (RawServer closed = RawServer.start(peer -> {})) {
      port = closed.port();
    }
    try (CommandRun run =
        CommandRun.onXterm("check", "--quick", "ws://127.0.0.1:" + port + "/ws")) {
      assertEquals(1, run.exitCode());
      assertFalse(run.err().contains("\u001b"), run.err());
      assertTrue(run.err().contains("connect measured "), run.err());
    }
  }

  @Test
  @DisplayName("an upgrade that is not forwarded is told by what the server saw")
  void notForwarded() throws Exception {
    TestService service = TestService.start(vertx, "{}");
    // forwards a plain request in the place of the upgrade, as a proxy without its two lines does
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              String line = peer.readHead().lines().findFirst().orElseThrow();
              try (Socket server = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
                String head = line + "\r\nHost: h\r\nConnection: close\r\n\r\n";
                server.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                peer.send(
                    new String(
                        server.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
              }
            })) {
      String url = "ws://127.0.0.1:" + proxy.port() + "/ws";
      assertEquals(1, shell.run("check", "--quick", "--json", "--skip", "garbage", url));
    }
    assertTrue(ids(report()).contains("upgrade-not-forwarded"), report()::encodePrettily);
  }

  @Test
  @DisplayName("a refusal behind the 101, as of a second handler of upgrades, is no clean path")
  void answeredTwice() throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
              peer.awaitEnd();
            })) {
      String url = "ws://127.0.0.1:" + server.port() + "/ws";
      assertEquals(
          1, shell.run("check", "--json", "--only", "view,round-trip,pings,integrity", url));
    }
    assertEquals(Set.of("content-changed"), Set.copyOf(ids(report())), report()::encodePrettily);
  }

  private int secure(KeyCertOptions own, List<String> seen) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions().setHost("127.0.0.1").setSsl(true).setKeyCertOptions(own);
    return vertx
        .createHttpServer(options)
        .webSocketHandshakeHandler(
            handshake -> {
              seen.add(String.valueOf(handshake.headers().get("Authorization")));
              handshake.accept();
            })
        .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
        .listen(0)
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private int secured(int port, Path authority) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "abcdefgh");
    return shell.run(
        "check",
        "--quick",
        "--json",
        "--only",
        "reliability",
        "--cacert",
        authority.resolve("certificate.pem").toString(),
        "--token-file",
        token.toString(),
        "wss://localhost:" + port + "/");
  }

  @Test
  @DisplayName(
      "a certificate beside which a trusted authority's lies is not trusted, and gets no token")
  void unlinkedChain() throws Exception {
    Path authority = Files.createDirectory(directory.resolve("authority"));
    Path own = Files.createDirectory(directory.resolve("own"));
    Certificates.authority(authority, "ca");
    Certificates.selfSigned(own, "localhost");
    List<String> seen = new CopyOnWriteArrayList<>();
    KeyCertOptions both = KeyCertOptions.wrap(Certificates.unlinked(own, authority));
    int exitCode = secured(secure(both, seen), authority);
    assertEquals(1, exitCode);
    assertTrue(ids(report()).contains("tls-self-signed"), report()::encodePrettily);
    assertEquals(Set.of("null"), Set.copyOf(seen));
  }

  @Test
  @DisplayName(
      "a certificate that an authority of --cacert has signed is trusted, and gets the token")
  void trusted() throws Exception {
    Path authority = Files.createDirectory(directory.resolve("authority"));
    Path own = Files.createDirectory(directory.resolve("own"));
    Certificates.authority(authority, "ca");
    Certificates.signed(own, "localhost", authority);
    List<String> seen = new CopyOnWriteArrayList<>();
    KeyCertOptions pem =
        new PemKeyCertOptions()
            .setCertPath(own.resolve("certificate.pem").toString())
            .setKeyPath(own.resolve("key.pem").toString());
    int exitCode = secured(secure(pem, seen), authority);
    assertEquals(List.of(), ids(report()), report()::encodePrettily);
    assertEquals(0, exitCode);
    assertEquals(Set.of("Bearer abcdefgh"), Set.copyOf(seen));
  }

  @Test
  @DisplayName("wrong arguments are told at once, with the step that was meant")
  void wrong() {
    assertEquals(
        2,
        shell.run(
            "check",
            "--skip",
            "silense",
            "--skip",
            "tls",
            "--horizon",
            "0.5",
            "-o",
            "/no/a",
            "ws://h/"));
    assertEquals(
        List.of(
            "command line: 4 problems",
            "  --skip     \"silense\" - no such step; did you mean silence?",
            "  --skip     \"tls\" - is needed by all others",
            "  --horizon  \"500 ms\" - must be between 1s and 1d",
            "  --output   \"/no/a\" - is in no directory that there is"),
        shell.err());
  }

  @Test
  @DisplayName("a report that could not be written is told of before anything is measured")
  void outputIsDirectory() {
    assertEquals(2, shell.run("check", "--fail-on", "warning", "-o", "/", "ws://h/"));
    assertEquals(
        List.of(
            "command line: 1 problem", "  --output  \"/\" - is a directory, which --save takes"),
        shell.err());
  }

  @Test
  @DisplayName("a wrong --direct is told before anything is measured")
  void wrongDirect() throws Exception {
    try (RawServer server = RawServer.start(peer -> {})) {
      String url = "ws://127.0.0.1:" + server.port() + "/";
      assertEquals(2, shell.run("check", "--direct", "htp://h/", url));
      assertEquals("  --direct  \"htp://h/\" - must be a ws:// or wss:// URL", shell.err().get(1));
      assertEquals(0, server.accepted());
    }
  }

  @Test
  @DisplayName("saved reports are compared, and where nothing broke the exit code is 0")
  void saveAndDiff(@TempDir Path directory) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    String url = "ws://127.0.0.1:" + service.port() + "/ws";
    for (int i = 0; i < 2; i++) {
      shell.run("check", "--quick", "--only", "round-trip", "--save", directory.toString(), url);
    }
    List<String> files;
    try (Stream<Path> saved = Files.list(directory)) {
      files = saved.map(Path::toString).sorted().toList();
    }
    assertEquals(2, files.size());
    assertEquals(0, shell.run("check", "--diff", files.get(0), files.get(1)));
  }

  @Test
  @DisplayName("what broke is exit code 1, also within a result of the API")
  void diffBroke(@TempDir Path directory) throws Exception {
    String head = "{\"schema\": 1, \"verdict\": \"%s\", \"steps\": [{\"name\": \"silence\",";
    String tail = " \"state\": \"measured\"}], \"findings\": [%s]}";
    String finding =
        "{\"id\": \"idle-timeout\", \"severity\": \"problem\", \"evidence\": [\"silence\"]}";
    Path before = directory.resolve("before.json");
    Path after = directory.resolve("after.json");
    Files.writeString(before, (head + tail).formatted("fine", ""));
    Files.writeString(after, "{\"report\": " + (head + tail).formatted("problem", finding) + "}");
    assertEquals(1, shell.run("check", "--json", "--diff", before.toString(), after.toString()));
    assertEquals(0, shell.run("check", "--diff", after.toString(), before.toString()));
  }

  @Test
  @DisplayName("what is no report cannot be compared")
  void diffWrong(@TempDir Path directory) throws Exception {
    Path none = Files.writeString(directory.resolve("none.json"), "{}");
    assertEquals(2, shell.run("check", "--diff", none.toString(), none.toString()));
    assertEquals(2, shell.run("check", "--diff", none + "x", none.toString()));
    assertEquals(2, shell.run("check", "--diff", none.toString(), none.toString(), "ws://a"));
  }
}
