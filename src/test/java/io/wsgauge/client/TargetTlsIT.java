package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a target trusts, and what it shows. */
@ExtendWith(VertxExtension.class)
class TargetTlsIT {
  private static Path localhost;
  private static Path elsewhere;
  private static Path client;

  private CapturedLog log;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    localhost = certificate(directory, "localhost");
    elsewhere = certificate(directory, "elsewhere.example");
    client = certificate(directory, "client.example");
  }

  private static Path certificate(Path directory, String host) throws Exception {
    Path certificate = Files.createDirectory(directory.resolve(host));
    Certificates.selfSigned(certificate, host);
    return certificate;
  }

  @BeforeEach
  void capture() {
    log = CapturedLog.of("io.wsgauge.client");
  }

  @AfterEach
  void release() {
    log.close();
  }

  private static JsonObject pair(Path directory) {
    return new JsonObject()
        .put("certificate", directory.resolve("certificate.pem").toString())
        .put("key", directory.resolve("key.pem").toString());
  }

  private static String authority(Path directory) {
    return directory.resolve("certificate.pem").toString();
  }

  private static JsonObject server(Path certificate) {
    return new JsonObject().put("server", new JsonObject().put("tls", pair(certificate)));
  }

  private static JsonObject serverAskingForCertificates() {
    JsonObject config =
        server(localhost)
            .put(
                "socket",
                new JsonObject().put("auth", new JsonObject().put("clientCertificate", true)));
    config.getJsonObject("server").getJsonObject("tls").put("clientAuthorities", authority(client));
    return config;
  }

  /** A server, and a service that pings it by the name localhost. */
  private static void ping(Vertx vertx, JsonObject server, JsonObject tls) throws Exception {
    TestService service = TestService.start(vertx, server.encode());
    TestService.start(
        vertx,
        ClientIT.config(
            "wss://localhost:" + service.port() + "/ws",
            new JsonObject().put("tls", tls).put("timeout", "5s")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a URL that is probed is judged by itself, beside a target that keeps a connection")
  void probed(boolean insecureTarget, Vertx vertx) throws Exception {
    Vertx other = Vertx.vertx(); // servers of one Vert.x on any free port would be one server
    int port = TestService.start(other, server(localhost).encode()).port();
    String config =
        """
        {"client": {
          "defaults": {"interval": "1h", "tls": {"insecure": %b}},
          "targets": [{"name": "t", "url": "wss://localhost:%d/ws", "tls": %s}],
          "probe": {"allow": [".*"]}}}
        """;
    String own =
        insecureTarget
            ? "{\"insecure\": true}"
            : new JsonObject()
                .put("insecure", false)
                .put("authorities", authority(localhost))
                .encode();
    TestService service = TestService.start(vertx, config.formatted(!insecureTarget, port, own));
    log.awaitLine("t is up");
    Answer answer =
        Answer.to(
            service.port(),
            "GET /probe?url=wss://localhost:%d/ws HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .formatted(port));
    String line =
        insecureTarget
            ? "probe_websocket_failure_info{reason=\"tls-untrusted\"} 1"
            : "probe_success 1.0";
    assertTrue(answer.body().contains(line), answer.body());
    service.stop();
    other.close().await(20, TimeUnit.SECONDS);
  }

  private void assertDown(String reason, String detail) throws InterruptedException {
    String line = log.awaitLine("t is down");
    assertTrue(line.startsWith("WARN t is down: " + reason + ": "), line);
    // behind it is what else is known: the certificate's end, or the body of the answer
    assertTrue(line.contains("(" + detail + ", ") && line.contains(", wss://"), line);
  }

  private void assertUntrusted() throws InterruptedException {
    assertDown("tls-untrusted", "tls, unable to find valid certification path to requested target");
  }

  @Test
  @DisplayName("an authority that is configured is trusted")
  void trusted(Vertx vertx) throws Exception {
    ping(vertx, server(localhost), new JsonObject().put("authorities", authority(localhost)));
    log.awaitLine("t is up: wss://localhost:");
  }

  @Test
  @DisplayName("without authorities, one that the JDK does not know is not trusted")
  void untrusted(Vertx vertx) throws Exception {
    ping(vertx, server(localhost), new JsonObject());
    assertUntrusted();
  }

  @Test
  @DisplayName("nor is it where a certificate is shown")
  void untrustedWithCertificate(Vertx vertx) throws Exception {
    ping(vertx, server(localhost), pair(client));
    assertUntrusted();
  }

  @Test
  @DisplayName("authorities that are configured take the place of all others")
  void otherAuthority(Vertx vertx) throws Exception {
    ping(vertx, server(localhost), new JsonObject().put("authorities", authority(client)));
    assertUntrusted();
  }

  @Test
  @DisplayName("a trusted certificate for another host name is refused")
  void otherHost(Vertx vertx) throws Exception {
    ping(vertx, server(elsewhere), new JsonObject().put("authorities", authority(elsewhere)));
    assertDown(
        "tls-name-mismatch", "tls, No subject alternative DNS name matching localhost found.");
  }

  @Test
  @DisplayName("authorities are read again at each connect")
  void newAuthority(Vertx vertx, @TempDir Path directory) throws Exception {
    Path authorities = directory.resolve("authorities.pem");
    Files.copy(Path.of(authority(client)), authorities);
    ping(vertx, server(localhost), new JsonObject().put("authorities", authorities.toString()));
    assertUntrusted();
    Path next = Files.copy(Path.of(authority(localhost)), directory.resolve("next"));
    Files.move(next, authorities, StandardCopyOption.ATOMIC_MOVE);
    log.awaitLine("t is up again");
  }

  @Test
  @DisplayName("the client's certificate is shown to a server that asks for it")
  void clientCertificate(Vertx vertx) throws Exception {
    JsonObject tls = pair(client).put("authorities", authority(localhost));
    ping(vertx, serverAskingForCertificates(), tls);
    log.awaitLine("t is up");
  }

  @Test
  @DisplayName("a server that asks for a certificate refuses a target without one")
  void noClientCertificate(Vertx vertx) throws Exception {
    JsonObject tls = new JsonObject().put("authorities", authority(localhost));
    ping(vertx, serverAskingForCertificates(), tls);
    assertDown("upgrade-refused", "upgrade, status 403");
  }
}
