package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of certificates that change while the server runs. */
@ExtendWith(VertxExtension.class)
class TlsReloadIT {
  private static final String UPGRADE = RawClient.upgradeRequest("/ws", "");

  private static Path own;
  private static Path other;
  private static Path third;

  /** With the certificate and key of the server, which are {@link #own} at first. */
  @TempDir Path directory;

  @BeforeAll
  static void certify(@TempDir Path made) throws Exception {
    own = Tls.certificate(made, "own");
    other = Tls.certificate(made, "other");
    third = Tls.certificate(made, "third");
  }

  @BeforeEach
  void copy() throws IOException {
    copy(own, "certificate.pem");
    copy(own, "key.pem");
  }

  /** In one step, so that no half of it is read. */
  private void copy(Path from, String name) throws IOException {
    Path next = Files.copy(from.resolve(Path.of(name).getFileName()), directory.resolve("next"));
    Files.move(next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] awaitOtherThan(byte[] former, TestService service) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    byte[] shown = Tls.shown(service);
    while (Arrays.equals(former, shown)) {
      assertTrue(System.nanoTime() < end, "the former certificate is still shown");
      shown = Tls.shown(service);
    }
    return shown;
  }

  @Test
  @DisplayName("a renewed certificate is shown without a restart, and open WebSockets live on")
  void renewed(Vertx vertx) throws Exception {
    TestService service =
        Tls.start(
            vertx,
            directory,
            new JsonObject().put("protocols", new JsonArray().add("TLSv1.3")),
            new JsonObject());
    byte[] former = Tls.shown(service);
    try (RawClient open = RawClient.over(Tls.connect(service, Certificates.trustingAll()))) {
      assertEquals(101, Answer.to(open, UPGRADE).status());
      copy(other, "certificate.pem");
      copy(other, "key.pem");
      byte[] shown = awaitOtherThan(former, service);
      for (int i = 0; i < 10; i++) { // over all instances
        assertArrayEquals(shown, Tls.shown(service));
      }
      assertArrayEquals(shown, Tls.shown(service.management().getPort()));
      assertTrue(open.isOpen());
      try (SSLSocket older = Tls.connect(service, Certificates.trustingAll(), "TLSv1.2")) {
        assertThrows(SSLException.class, older::startHandshake, "the versions stay");
      }
    }
  }

  @Test
  @DisplayName("a renewed certificate without its key is told once and not shown until that comes")
  void renewedWithoutKey(Vertx vertx) throws Exception {
    TestService service = Tls.start(vertx, directory, new JsonObject(), new JsonObject());
    byte[] former = Tls.shown(service);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.config")) {
      copy(other, "certificate.pem");
      String line = log.awaitLine("what was read before stays in use");
      assertTrue(line.startsWith("WARN "), line);
      assertTrue(line.endsWith("is not the key of the certificate"), line);
      assertArrayEquals(former, Tls.shown(service));
      copy(other, "key.pem");
      assertFalse(Arrays.equals(former, awaitOtherThan(former, service)));
      assertEquals(1, log.linesWith("stays in use").size(), log.lines().toString());
    }
  }

  private TestService startTrusting(Vertx vertx, Path authority) throws Exception {
    Path trusted = Files.createDirectory(directory.resolve("trusted")).resolve("certificate.pem");
    copy(authority, "trusted/certificate.pem");
    return Tls.start(
        vertx,
        directory,
        new JsonObject().put("clientAuthorities", trusted.toString()),
        new JsonObject().put("clientCertificate", true));
  }

  @Test
  @DisplayName("new authorities of clients count without a restart")
  void newAuthorities(Vertx vertx) throws Exception {
    TestService service = startTrusting(vertx, other);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.config")) {
      copy(third, "trusted/certificate.pem");
      log.awaitLine("read again, because it has changed");
    }
    assertEquals(101, Tls.ask(service, Certificates.showing(third), UPGRADE).status());
  }

  @Test
  @DisplayName("a client's certificate that is a new authority and has expired ends the handshake")
  void newExpiredAuthority(@TempDir Path made, Vertx vertx) throws Exception {
    Path expired = Tls.certificate(made, "expired", Certificates.valid(-2, -1));
    TestService service = startTrusting(vertx, other);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.config")) {
      copy(expired, "trusted/certificate.pem");
      log.awaitLine("read again, because it has changed");
    }
    Tls.assertRefused(service, Certificates.showing(expired));
  }
}
