package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.text.Instants;
import io.wsgauge.text.Url;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of TLS that fails, in each of the ways that have a name. */
@ExtendWith(VertxExtension.class)
class ProbeTlsIT {
  private static final UnaryOperator<CertificateBuilder> EXPIRED = Certificates.valid(-3, -1);
  private static final UnaryOperator<CertificateBuilder> FUTURE = Certificates.valid(2, 5);

  private static Path directory;

  @BeforeAll
  static void certify(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Path authority = Files.createDirectory(directory.resolve("authority"));
    Certificates.authority(authority, "authority");
    signed(authority, "valid", "localhost", Certificates.valid(0, 30));
    signed(authority, "expired", "localhost", EXPIRED);
    signed(authority, "future", "localhost", FUTURE);
    signed(authority, "other", "other.example", Certificates.valid(0, 30));
    selfSigned("self-signed");
    selfSigned("self-expired", EXPIRED);
    selfSigned("self-future", FUTURE);
    again(authority, "authority-expired", EXPIRED);
    again(authority, "authority-future", FUTURE);
    Path renewed = Files.createDirectory(directory.resolve("authority-renewed"));
    Files.writeString(
        renewed.resolve("certificate.pem"),
        pem("authority-expired") + pem("authority-future") + pem("authority"));
  }

  private static void again(Path authority, String name, UnaryOperator<CertificateBuilder> validity)
      throws Exception {
    Path again = Files.createDirectory(directory.resolve(name));
    Certificates.again(authority, again.resolve("certificate.pem"), validity);
  }

  private static String pem(String name) throws IOException {
    return Files.readString(directory.resolve(name).resolve("certificate.pem"));
  }

  private static Instant notAfter(String name) throws Exception {
    try (InputStream pem = Files.newInputStream(directory.resolve(name + "/certificate.pem"))) {
      return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem))
          .getNotAfter()
          .toInstant();
    }
  }

  @SafeVarargs
  private static void selfSigned(String name, UnaryOperator<CertificateBuilder>... validity)
      throws Exception {
    Certificates.selfSigned(Files.createDirectory(directory.resolve(name)), "localhost", validity);
  }

  @SafeVarargs
  private static void signed(
      Path authority, String name, String host, UnaryOperator<CertificateBuilder>... validity)
      throws Exception {
    Path certificate = Files.createDirectory(directory.resolve(name));
    Certificates.signed(certificate, host, authority, validity);
  }

  private static String trusting(String authority) {
    Path file = directory.resolve(authority).resolve("certificate.pem");
    return "'tls': {'authorities': '" + file + "'}";
  }

  private static RawServer serving(String certificate, boolean asking) throws Exception {
    return RawServer.startTls(
        Certificates.serving(directory.resolve(certificate)), asking, ProbeTlsIT::answer);
  }

  private static void answer(Peer peer) throws IOException {
    peer.upgrade();
    peer.readMessage();
    peer.sendMessage("ok");
    peer.awaitEnd();
  }

  private static ProbeRuns runs(Vertx vertx, RawServer server, String options) {
    return ProbeRuns.of(vertx, "wss://localhost:" + server.port() + "/ws", options);
  }

  @Test
  @DisplayName("a certificate that is valid is told with its end, and TLS is a phase")
  void valid(Vertx vertx) throws Exception {
    try (RawServer server = serving("valid", false)) {
      ProbeResult result = succeeded(runs(vertx, server, trusting("authority")).fresh());
      assertEquals(EnumSet.range(Phase.RESOLVE, Phase.REPLY), result.phases().keySet());
      assertTrue(result.opened().certificateNotAfter().isAfter(result.startedAt()));
      assertEquals("TLSv1.3", result.opened().tlsVersion());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "expired, authority, TLS_EXPIRED",
    "future, authority, TLS_NOT_YET_VALID",
    "other, authority, TLS_NAME_MISMATCH",
    "valid, self-signed, TLS_UNTRUSTED",
    "self-signed, authority, TLS_UNTRUSTED",
    "self-signed, '', TLS_UNTRUSTED",
    "valid, '', TLS_UNTRUSTED",
    "self-expired, self-expired, TLS_EXPIRED",
    "self-future, self-future, TLS_NOT_YET_VALID",
    "self-expired, '', TLS_UNTRUSTED",
    "expired, expired, TLS_EXPIRED",
    "valid, authority-expired, TLS_EXPIRED",
    "valid, authority-future, TLS_NOT_YET_VALID",
    "expired, authority-renewed, TLS_EXPIRED",
  })
  @DisplayName("what is wrong with a certificate is told by a word of its own, and its end with it")
  void certificate(String served, String trusted, Reason reason, Vertx vertx) throws Exception {
    try (RawServer server = serving(served, false)) {
      ProbeRuns runs = runs(vertx, server, trusted.isEmpty() ? "" : trusting(trusted));
      ProbeResult result = runs.fresh();
      Instant end = notAfter(served);
      assertEquals(end, result.opened().certificateNotAfter());
      String detail = failed(reason, Phase.TLS, result).detail();
      assertTrue(detail.endsWith(", certificate valid until " + Instants.format(end)), detail);
    }
  }

  @ParameterizedTest
  @CsvSource({"valid, authority-renewed", "self-signed, self-signed", "valid, valid"})
  @DisplayName("an authority that is valid is enough, beside its former certificate as well")
  void validAuthority(String served, String trusted, Vertx vertx) throws Exception {
    try (RawServer server = serving(served, false)) {
      succeeded(runs(vertx, server, trusting(trusted)).fresh());
    }
  }

  @ParameterizedTest
  @CsvSource({"self-expired, TLS_EXPIRED", "self-future, TLS_NOT_YET_VALID"})
  @DisplayName("the certificate of self has to be valid as any other")
  void self(String served, Reason reason, Vertx vertx) throws Exception {
    try (RawServer server = serving(served, false)) {
      String url = "wss://localhost:" + server.port() + "/ws";
      String own = directory.resolve(served).resolve("certificate.pem").toString();
      Target self = Target.self(ProbeRuns.config(url, ""), Url.of(url), own).get(0);
      failed(reason, Phase.TLS, ProbeRuns.of(vertx, self).fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "future", "other", "self-signed", "self-expired"})
  @DisplayName("with insecure none of it matters")
  void insecure(String served, Vertx vertx) throws Exception {
    try (RawServer server = serving(served, false)) {
      succeeded(runs(vertx, server, "'tls': {'insecure': true}").fresh());
    }
  }

  @Test
  @DisplayName("a server that demands a certificate, of a client that has none, fails TLS")
  void clientCertificate(Vertx vertx) throws Exception {
    Path own = directory.resolve("valid");
    PemKeyCertOptions certificate =
        new PemKeyCertOptions()
            .addCertPath(own.resolve("certificate.pem").toString())
            .addKeyPath(own.resolve("key.pem").toString());
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(certificate)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setTrustOptions(
                        new PemTrustOptions()
                            .addCertPath(own.resolve("certificate.pem").toString())))
            .requestHandler(request -> request.response().end())
            .listen(0, "localhost")
            .await(10, TimeUnit.SECONDS);
    ProbeRuns runs =
        ProbeRuns.of(
            vertx, "wss://localhost:" + server.actualPort() + "/ws", trusting("authority"));
    Failed failed = (Failed) runs.fresh().outcome();
    assertEquals(Reason.TLS_FAILED, failed.reason(), failed.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa-pss", "ec", "ed25519"})
  @DisplayName("one that has one is let in, whatever the algorithm of its key")
  void clientCertificateShown(String algorithm, Vertx vertx) throws Exception {
    Path own = Path.of("src/test/resources/pem", algorithm);
    String options =
        "'tls': {'insecure': true, 'certificate': '%s', 'key': '%s'}"
            .formatted(own.resolve("certificate.pem"), own.resolve("key.pem"));
    try (RawServer server = serving("valid", true)) {
      succeeded(runs(vertx, server, options).fresh());
    }
  }

  @Test
  @DisplayName("a server that says nothing in TLS is told by the deadline")
  void silent(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(Peer::awaitEnd)) {
      ProbeResult result = runs(vertx, server, SOON).fresh();
      assertEquals("within 300 ms", failed(Reason.TLS_TIMEOUT, Phase.TLS, result).detail());
      assertEquals(EnumSet.range(Phase.RESOLVE, Phase.TLS), result.phases().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", ""})
  @DisplayName("what does not speak TLS fails TLS, as does the end of the connection")
  void notTls(String answer, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readBytes(5);
              peer.send(answer);
            })) {
      failed(Reason.TLS_FAILED, Phase.TLS, runs(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("what does not speak TLS is named as that, and not shown")
  void notTlsDetail(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(peer -> peer.send("HELLO ".repeat(1000)))) {
      ProbeResult result = runs(vertx, server, "").fresh();
      assertEquals(
          "the port does not speak TLS", failed(Reason.TLS_FAILED, Phase.TLS, result).detail());
    }
  }

  @Test
  @DisplayName("what speaks TLS where the URL begins with ws:// is named as that")
  void tlsInsteadOfPlain(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.sendHex("15 0303 0002 0246"); // an alert: fatal, protocol version
            })) {
      Failed failed =
          failed(
              Reason.UPGRADE_NOT_WEBSOCKET, Phase.UPGRADE, ProbeRuns.of(vertx, server, "").fresh());
      assertEquals("the port speaks TLS: the URL must begin with wss://", failed.detail());
    }
    try (RawServer server = serving("valid", false)) {
      failed(Reason.UPGRADE_NOT_WEBSOCKET, Phase.UPGRADE, ProbeRuns.of(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("a plain port that closes without a word may be one of TLS, which is told")
  void closed(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(Peer::readHead)) {
      assertEquals(
          "the peer closed it, as a port that speaks TLS may do",
          failed(Reason.UPGRADE_NO_ANSWER, Phase.UPGRADE, ProbeRuns.of(vertx, server, "").fresh())
              .detail());
    }
  }

  @Test
  @DisplayName("a reset amid TLS fails TLS")
  void reset(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.readBytes(5);
              peer.reset();
            })) {
      failed(Reason.TLS_FAILED, Phase.TLS, runs(vertx, server, "").fresh());
    }
  }

  @Test
  @DisplayName("a server within TLS that says nothing does not answer the upgrade in time")
  void silentWithinTls(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.startTls(
            Certificates.serving(directory.resolve("valid")), false, Peer::awaitEnd)) {
      ProbeRuns runs = runs(vertx, server, trusting("authority") + ", 'timeout': '1s'");
      ProbeResult result = runs.fresh();
      failed(Reason.UPGRADE_TIMEOUT, Phase.UPGRADE, result);
      assertTrue(result.opened().certificateNotAfter() != null);
    }
  }

  @Test
  @DisplayName("a server that changes its key again and again is one that ends the WebSocket")
  void keyUpdates(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.startTls(
            Certificates.serving(directory.resolve("valid")),
            false,
            peer -> {
              peer.upgrade();
              peer.readMessage();
              peer.changeKeys(100);
              peer.sendMessage("ok");
            })) {
      assertFalse(runs(vertx, server, trusting("authority")).fresh().succeeded());
    }
  }
}
