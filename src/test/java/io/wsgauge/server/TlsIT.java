package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class TlsIT {
  private static final String UPGRADE = RawClient.upgradeRequest("/ws", "");

  private static Path own;
  private static Path rsa;
  private static Path client;
  private static Path stranger;
  private static Path made;

  @BeforeAll
  static void certify(@TempDir Path directory) throws Exception {
    own = Tls.certificate(directory, "own");
    rsa = Files.createDirectory(directory.resolve("rsa"));
    Certificates.selfSigned(rsa, "localhost", CertificateBuilder::rsa2048);
    client = Tls.certificate(directory, "client");
    stranger = Tls.certificate(directory, "stranger");
    made = directory;
    Tls.certificate(directory, "expired", Certificates.valid(-2, -1));
    Tls.certificate(directory, "future", Certificates.valid(1, 90));
    Path authority = Files.createDirectory(directory.resolve("authority"));
    Certificates.authority(authority, "authority");
    signed(authority, "signed");
    signed(authority, "signed-expired", Certificates.valid(-2, -1));
    Path former = Files.createDirectory(directory.resolve("authority-expired"));
    Certificates.again(authority, former.resolve("certificate.pem"), Certificates.valid(-2, -1));
  }

  @SafeVarargs
  private static void signed(
      Path authority, String name, UnaryOperator<CertificateBuilder>... validity) throws Exception {
    Path signed = Files.createDirectory(made.resolve(name));
    Certificates.signed(signed, "localhost", authority, validity);
  }

  private static TestService start(Vertx vertx, JsonObject tls) throws Exception {
    return Tls.start(vertx, own, tls, new JsonObject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "rsa-pss", "ec", "ed25519"})
  @DisplayName("a key of each algorithm serves, as openssl writes it")
  void algorithms(String algorithm, Vertx vertx) throws Exception {
    Path pem = Path.of("src/test/resources/pem", algorithm);
    TestService service = Tls.start(vertx, pem, new JsonObject(), new JsonObject());
    assertEquals(101, Tls.ask(service, Certificates.trustingAll(), UPGRADE).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @DisplayName("TLS 1.2 and 1.3 are spoken by default")
  void versions(String protocol, Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), protocol);
    try (RawClient client = RawClient.over(socket)) {
      assertEquals(101, Answer.to(client, UPGRADE).status());
      assertEquals(protocol, socket.getSession().getProtocol());
    }
  }

  @Test
  @DisplayName("a version that is not in server.tls.protocols ends the handshake")
  void otherVersion(Vertx vertx) throws Exception {
    TestService service =
        start(vertx, new JsonObject().put("protocols", new JsonArray().add("TLSv1.3")));
    try (SSLSocket older = Tls.connect(service, Certificates.trustingAll(), "TLSv1.2")) {
      assertThrows(SSLException.class, older::startHandshake);
    }
    assertEquals(101, Tls.ask(service, Certificates.trustingAll(), UPGRADE).status());
  }

  @Test
  @DisplayName("a handshake that does not come is cut")
  void noHandshake(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject().put("handshakeTimeout", "200ms"));
    try (RawClient silent = RawClient.connect(service.port())) {
      assertTrue(silent.readsEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TLS_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "TLS_RSA_WITH_AES_256_CBC_SHA256"
      })
  @DisplayName("key exchange by RSA is refused, whatever the JDK would take")
  void rsaKeyExchange(String suite, Vertx vertx) throws Exception {
    TestService service = Tls.start(vertx, rsa, new JsonObject(), new JsonObject());
    try (SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.2")) {
      Assumptions.assumeTrue(List.of(socket.getEnabledCipherSuites()).contains(suite));
      socket.setEnabledCipherSuites(new String[] {suite});
      assertThrows(SSLException.class, socket::startHandshake);
    }
    try (SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.2")) {
      socket.startHandshake();
      assertTrue(socket.getSession().getCipherSuite().startsWith("TLS_ECDHE_RSA_"));
    }
  }

  @Test
  @DisplayName("a second handshake ends the connection, before a request and on a WebSocket")
  void renegotiation(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    for (boolean upgraded : new boolean[] {false, true}) {
      SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.2");
      try (RawClient client = RawClient.over(socket)) {
        socket.startHandshake();
        if (upgraded) {
          assertEquals(101, Answer.to(client, UPGRADE).status());
        }
        socket.startHandshake(); // sends the hello, and leaves the answer to the next read
        assertThrows(IOException.class, () -> socket.getInputStream().readAllBytes());
      }
    }
  }

  @Test
  @DisplayName("new keys within TLS 1.3 are no handshake, and are taken")
  void keyUpdate(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.3");
    try (RawClient client = RawClient.over(socket)) {
      assertEquals(101, Answer.to(client, UPGRADE).status());
      socket.startHandshake(); // of a session that is open it is a KeyUpdate
      assertTrue(client.isOpen());
    }
  }

  @Test
  @DisplayName(
      "more new keys than anybody needs end the connection, before a request and on a WebSocket")
  void keyUpdates(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    for (boolean upgraded : new boolean[] {false, true}) {
      SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.3");
      try (RawClient client = RawClient.over(socket)) {
        socket.startHandshake();
        if (upgraded) {
          assertEquals(101, Answer.to(client, UPGRADE).status());
        }
        changeKeys(socket, 100);
        assertTrue(client.readsEndOrReset());
      }
    }
  }

  @Test
  @DisplayName("new keys as few as there are records with data are taken again and again")
  void keyUpdatesWithData(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.3");
    try (RawClient client = RawClient.over(socket)) {
      assertEquals(101, Answer.to(client, UPGRADE).status());
      for (int i = 0; i < 3; i++) {
        changeKeys(socket, 20);
        for (int record = 0; record < 1100; record++) {
          client.sendFrame(0x8a, new byte[0]);
        }
      }
      assertTrue(client.isOpen());
    }
  }

  /** Sends KeyUpdates, none of whose answers it reads, until that fails. */
  private static void changeKeys(SSLSocket socket, int times) {
    try {
      for (int i = 0; i < times; i++) {
        socket.startHandshake();
      }
    } catch (IOException e) {
      // the server has ended it
    }
  }

  private static TestService startAsking(Vertx vertx, boolean required) throws Exception {
    return startAsking(vertx, client, required);
  }

  private static TestService startAsking(Vertx vertx, Path authority, boolean required)
      throws Exception {
    return Tls.start(
        vertx,
        own,
        new JsonObject().put("clientAuthorities", authority.resolve("certificate.pem").toString()),
        new JsonObject().put("clientCertificate", required));
  }

  @Test
  @DisplayName("the end of TLS ends a WebSocket, though TCP is still open")
  void endOfTls(Vertx vertx) throws Exception {
    TestService service = start(vertx, new JsonObject());
    SSLSocket socket = Tls.connect(service, Certificates.trustingAll(), "TLSv1.3");
    try (RawClient client = RawClient.over(socket)) {
      assertEquals(101, Answer.to(client, UPGRADE).status());

      socket.shutdownOutput(); // in TLS 1.3 a close_notify alone

      assertTrue(client.readsEndOrReset());
    }
  }

  @Test
  @DisplayName("a client without a certificate is 403 at the WebSocket, and served elsewhere")
  void noClientCertificate(Vertx vertx) throws Exception {
    TestService service = startAsking(vertx, true);
    Answer refused = Tls.ask(service, Certificates.trustingAll(), UPGRADE);
    assertEquals(403, refused.status());
    assertEquals(
        "a client certificate is required (socket.auth.clientCertificate)", refused.detail());
    String health = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertEquals(200, Tls.ask(service, Certificates.trustingAll(), health).status());
  }

  @Test
  @DisplayName("a client with a certificate that is trusted is let in")
  void clientCertificate(Vertx vertx) throws Exception {
    TestService service = startAsking(vertx, true);
    assertEquals(101, Tls.ask(service, Certificates.showing(client), UPGRADE).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @DisplayName("a certificate that is not trusted ends the handshake, also where none is required")
  void untrustedClientCertificate(String protocol, Vertx vertx) throws Exception {
    Tls.assertRefused(startAsking(vertx, false), Certificates.showing(stranger), protocol);
  }

  @ParameterizedTest
  @CsvSource({
    "expired, expired",
    "future, future",
    "signed-expired, authority",
    "signed, authority-expired"
  })
  @DisplayName("neither a client's certificate nor its authority may have expired, or be for later")
  void expiredClientCertificate(String certificate, String authority, Vertx vertx)
      throws Exception {
    TestService service = startAsking(vertx, made.resolve(authority), false);
    Tls.assertRefused(service, Certificates.showing(made.resolve(certificate)), "TLSv1.3");
  }

  @Test
  @DisplayName("a client with a certificate that a valid authority has signed is accepted")
  void signedClientCertificate(Vertx vertx) throws Exception {
    TestService service = startAsking(vertx, made.resolve("authority"), true);
    SSLContext signed = Certificates.showing(made.resolve("signed"));
    assertEquals(101, Tls.ask(service, signed, UPGRADE).status());
  }

  @Test
  @DisplayName("who shows no certificate is let in where none is required")
  void clientCertificateNotRequired(Vertx vertx) throws Exception {
    TestService service = startAsking(vertx, false);
    assertEquals(101, Tls.ask(service, Certificates.trustingAll(), UPGRADE).status());
  }
}
