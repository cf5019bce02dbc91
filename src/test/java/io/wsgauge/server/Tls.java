package io.wsgauge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.pkitesting.CertificateBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A service with TLS, and the client's end of it. */
final class Tls {
  private Tls() {}

  /** In a directory of its own. */
  @SafeVarargs
  static Path certificate(Path parent, String name, UnaryOperator<CertificateBuilder>... options)
      throws Exception {
    Path certificate = Files.createDirectory(parent.resolve(name));
    Certificates.selfSigned(certificate, "localhost", options);
    return certificate;
  }

  /** With the certificate and key of the directory, looking at it as often as it can. */
  static TestService start(Vertx vertx, Path directory, JsonObject tls, JsonObject auth)
      throws Exception {
    tls.put("certificate", directory.resolve("certificate.pem").toString())
        .put("key", directory.resolve("key.pem").toString());
    return TestService.start(
        vertx,
        new JsonObject()
            .put(
                "server",
                new JsonObject()
                    .put("tls", tls)
                    .put("reloadInterval", "5ms")
                    .put("management", new JsonObject().put("port", 0)))
            .put("socket", new JsonObject().put("auth", auth))
            .encode());
  }

  static SSLSocket connect(TestService service, SSLContext context, String... protocols)
      throws IOException {
    return connect(service.port(), context, protocols);
  }

  private static SSLSocket connect(int port, SSLContext context, String... protocols)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  static Answer ask(TestService service, SSLContext context, String request) throws IOException {
    try (RawClient client = RawClient.over(connect(service, context))) {
      return Answer.to(client, request);
    }
  }

  /** The server does not take the client's certificate. */
  static void assertRefused(TestService service, SSLContext context, String... protocols)
      throws IOException {
    try (SSLSocket socket = connect(service, context, protocols)) {
      assertThrows(
          IOException.class, // the alert, or that the server has cut what the client still sends
          () -> {
            socket.startHandshake(); // in TLS 1.3 the server checks after the client is done
            socket.getOutputStream().write(RawClient.upgradeRequest("/ws", "").getBytes(US_ASCII));
            socket.getInputStream().read();
          });
    }
  }

  /** What the server shows to a new connection. */
  static byte[] shown(TestService service) throws IOException, GeneralSecurityException {
    return shown(service.port());
  }

  static byte[] shown(int port) throws IOException, GeneralSecurityException {
    try (SSLSocket socket = connect(port, Certificates.trustingAll())) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0].getEncoded();
    }
  }
}
