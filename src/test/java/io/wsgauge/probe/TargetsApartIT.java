package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Certificates;
import io.wsgauge.text.Url;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets at the same host and port, each with options of its own. */
@ExtendWith(VertxExtension.class)
class TargetsApartIT {
  private static final String DIRECT = "no certificate, direct";

  /** What a target is configured with, and what must come of it, whoever came before. */
  private enum Kind {
    INSECURE("'tls': {'insecure': true}", DIRECT, null),
    JDK("", null, Reason.TLS_UNTRUSTED),
    AUTHORITY(
        "'tls': {'authorities': '%1$s/authority/certificate.pem'}", null, Reason.TLS_NAME_MISMATCH),
    STRANGER("'tls': {'authorities': '%1$s/client/certificate.pem'}", null, Reason.TLS_UNTRUSTED),
    SELF("", DIRECT, null),
    CERTIFICATE(
        "'tls': {'insecure': true, 'certificate': '%1$s/client/certificate.pem',"
            + " 'key': '%1$s/client/key.pem'}",
        "CN=client, direct", null),
    CERTIFICATE_TO_AUTHORITY(
        "'tls': {'authorities': '%1$s/authority/certificate.pem',"
            + " 'certificate': '%1$s/client/certificate.pem', 'key': '%1$s/client/key.pem'}",
        null, Reason.TLS_NAME_MISMATCH),
    PROXY(
        "'tls': {'insecure': true}, 'proxy': {'url': 'http://127.0.0.1:%2$d'}",
        "no certificate, by the proxy", null),
    IPV4("'tls': {'insecure': true}, 'addresses': 'ipv4'", DIRECT, null),
    IPV6("'tls': {'insecure': true}, 'addresses': 'ipv6'", null, Reason.RESOLVE_FAILED);

    private final String options;
    private final String reply;
    private final Reason reason;

    Kind(String options, String reply, Reason reason) {
      this.options = options;
      this.reply = reply;
      this.reason = reason;
    }
  }

  private static Path directory;

  private final Set<Integer> proxied = ConcurrentHashMap.newKeySet();

  /** Of the TLS sessions, in milliseconds; one that is resumed keeps its time. */
  private final Set<Long> sessionsSince = ConcurrentHashMap.newKeySet();

  private HttpServer server;

  /** Of the proxy; Vert.x closes one that nobody refers to, with its connections. */
  private NetClient outbounds;

  private int proxy;

  @BeforeAll
  static void certify(@TempDir Path temporary) throws Exception {
    directory = temporary;
    Path authority = Files.createDirectory(directory.resolve("authority"));
    Certificates.authority(authority, "authority");
    Path own = Files.createDirectory(directory.resolve("own"));
    Certificates.signed(own, "other.example", authority, Certificates.valid(0, 30));
    Path client = Files.createDirectory(directory.resolve("client"));
    Certificates.selfSigned(client, "client");
  }

  @BeforeEach
  void start(Vertx vertx) throws Exception {
    outbounds = vertx.createNetClient();
    proxy =
        vertx
            .createNetServer()
            .connectHandler(inbound -> inbound.handler(head -> tunnel(inbound)))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
  }

  private void listen(Vertx vertx, String protocol) throws Exception {
    HttpServerOptions options =
        new HttpServerOptions()
            .setSsl(true)
            .setEnabledSecureTransportProtocols(Set.of(protocol))
            .setClientAuth(ClientAuth.REQUEST)
            .setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(directory + "/own/certificate.pem")
                    .setKeyPath(directory + "/own/key.pem"))
            .setTrustOptions(
                new PemTrustOptions().addCertPath(directory + "/client/certificate.pem"));
    server =
        vertx
            .createHttpServer(options)
            .webSocketHandler(socket -> socket.textMessageHandler(m -> answer(socket)))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  private void tunnel(NetSocket inbound) {
    inbound.pause();
    outbounds
        .connect(server.actualPort(), "127.0.0.1")
        .onSuccess(
            outbound -> {
              proxied.add(outbound.localAddress().port());
              outbound.pipeTo(inbound);
              inbound.write("HTTP/1.1 200 OK\r\n\r\n");
              inbound.pipeTo(outbound);
            });
  }

  /** Tells how it was reached. */
  private void answer(ServerWebSocket socket) {
    SSLSession session = socket.sslSession();
    boolean byProxy = proxied.contains(socket.remoteAddress().port());
    sessionsSince.add(session.getCreationTime());
    socket.writeTextMessage(shown(session) + (byProxy ? ", by the proxy" : ", direct"));
  }

  private static String shown(SSLSession session) {
    try {
      return ((X509Certificate) session.getPeerCertificates()[0]).getSubjectX500Principal() + "";
    } catch (SSLPeerUnverifiedException e) {
      return "no certificate";
    }
  }

  private Target target(Kind kind) {
    String url = "wss://127.0.0.1:" + server.actualPort() + "/ws";
    TargetConfig config = ProbeRuns.config(url, kind.options.formatted(directory, proxy));
    return kind == Kind.SELF
        ? Target.self(config, Url.of(url), directory + "/authority/certificate.pem").get(0)
        : Target.of(config).get(0);
  }

  private static void assertOwn(Kind kind, ProbeRuns runs, ProbeResult result) {
    if (kind.reason != null) {
      Phase phase = kind == Kind.IPV6 ? Phase.RESOLVE : Phase.TLS;
      failed(kind.reason, phase, result);
    } else {
      succeeded(result);
      assertEquals(kind.reply, runs.replies.remove());
    }
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Kind.values())
        .flatMap(first -> Stream.of(Kind.values()).map(second -> Arguments.of(first, second)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  @DisplayName("beside a connection that another target keeps, what comes of one is its own")
  void kept(Kind first, Kind second, Vertx vertx) throws Exception {
    listen(vertx, "TLSv1.3");
    try (ProbeRuns one = ProbeRuns.of(vertx, target(first));
        ProbeRuns other = one.beside(target(second))) {
      assertOwn(first, one, one.kept());
      assertOwn(second, other, other.kept());
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  @DisplayName("so it is after a connection of another target that has ended")
  void fresh(Kind first, Kind second, Vertx vertx) throws Exception {
    listen(vertx, "TLSv1.2");
    ProbeRuns one = ProbeRuns.of(vertx, target(first));
    ProbeRuns other = one.beside(target(second));
    assertOwn(first, one, one.fresh());
    assertOwn(second, other, other.fresh());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  @DisplayName("no TLS session is resumed, so that the certificate is judged at each connect")
  void resumed(String protocol, Vertx vertx) throws Exception {
    listen(vertx, protocol);
    ProbeRuns runs = ProbeRuns.of(vertx, target(Kind.INSECURE));
    succeeded(runs.fresh());
    succeeded(runs.fresh());
    assertEquals(2, sessionsSince.size(), sessionsSince.toString());
  }
}
