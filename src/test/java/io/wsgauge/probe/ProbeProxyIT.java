package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.text.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs through proxies, good and bad. */
@ExtendWith(VertxExtension.class)
class ProbeProxyIT {
  @TempDir Path directory;

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private static void answer(Peer peer) throws IOException {
    peer.upgrade();
    peer.readMessage();
    peer.sendMessage("ok");
    peer.awaitEnd();
  }

  private RawServer server(boolean tls) throws Exception {
    if (!tls) {
      return RawServer.start(ProbeProxyIT::answer);
    }
    Certificates.selfSigned(directory, "target.example");
    return RawServer.startTls(Certificates.serving(directory), false, ProbeProxyIT::answer);
  }

  private RawServer httpProxy(int port) throws IOException {
    return RawServer.start(
        peer -> {
          asked.add(peer.readHead());
          peer.send("HTTP/1.1 200 Connection established\r\n\r\n");
          peer.tunnelTo(port);
        });
  }

  /** RFC 1928; with RFC 1929 where it is asked for. */
  private RawServer socksProxy(int port, boolean credentials) throws IOException {
    return RawServer.start(
        peer -> {
          peer.readBytes(2 + (credentials ? 2 : 1));
          peer.sendHex(credentials ? "05 02" : "05 00");
          if (credentials) {
            int user = peer.readBytes(2)[1];
            String name = new String(peer.readBytes(user), StandardCharsets.UTF_8);
            int password = peer.readBytes(1)[0];
            asked.add(name + ":" + new String(peer.readBytes(password), StandardCharsets.UTF_8));
            peer.sendHex("01 00");
          }
          int length = peer.readBytes(5)[4];
          asked.add(new String(peer.readBytes(length), StandardCharsets.UTF_8));
          peer.readBytes(2);
          peer.sendHex("05 00 00 01 7f000001 0001");
          peer.tunnelTo(port);
        });
  }

  private static ProbeRuns runs(Vertx vertx, String scheme, String proxy, String more) {
    return ProbeRuns.of(
        vertx, scheme + "://target.example:81/ws", "'proxy': {'url': '" + proxy + "'" + more);
  }

  private static String url(String scheme, RawServer proxy) {
    return scheme + "://127.0.0.1:" + proxy.port();
  }

  private String trusting(boolean tls) {
    return tls ? ", 'tls': {'authorities': '" + directory.resolve("certificate.pem") + "'}" : "";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("an HTTP proxy is asked for the name of the target, and carries the WebSocket")
  void http(boolean tls, Vertx vertx) throws Exception {
    try (RawServer server = server(tls);
        RawServer proxy = httpProxy(server.port())) {
      ProbeResult result =
          succeeded(
              runs(vertx, tls ? "wss" : "ws", url("http", proxy), "}" + trusting(tls)).fresh());
      String head = asked.poll(10, TimeUnit.SECONDS);
      assertTrue(head.startsWith("CONNECT target.example:81 HTTP/1.1\r\n"), head);
      assertPhases(tls, result);
      assertEquals("target.example:81", HostPort.of(result.opened().address()));
    }
  }

  private static void assertPhases(boolean tls, ProbeResult result) {
    EnumSet<Phase> phases = EnumSet.range(Phase.RESOLVE, Phase.REPLY);
    if (!tls) {
      phases.remove(Phase.TLS);
    }
    assertEquals(phases, result.phases().keySet());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("so is a SOCKS proxy")
  void socks(boolean tls, Vertx vertx) throws Exception {
    try (RawServer server = server(tls);
        RawServer proxy = socksProxy(server.port(), false)) {
      ProbeResult result =
          succeeded(
              runs(vertx, tls ? "wss" : "ws", url("socks5", proxy), "}" + trusting(tls)).fresh());
      assertEquals("target.example", asked.poll(10, TimeUnit.SECONDS));
      assertPhases(tls, result);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  @DisplayName("the proxy gets the credentials that it is configured with")
  void credentials(String scheme, Vertx vertx) throws Exception {
    String file = Files.writeString(directory.resolve("password"), "s3cret\n").toString();
    try (RawServer server = server(false);
        RawServer proxy =
            scheme.equals("http") ? httpProxy(server.port()) : socksProxy(server.port(), true)) {
      String more = ", 'user': 'me', 'passwordFile': '" + file + "'}";
      succeeded(runs(vertx, "ws", url(scheme, proxy), more).fresh());
      String got = asked.poll(10, TimeUnit.SECONDS);
      String expected =
          scheme.equals("http") ? "proxy-authorization: Basic bWU6czNjcmV0" : "me:s3cret";
      assertTrue(got.contains(expected), got);
    }
  }

  @ParameterizedTest
  @CsvSource({"403 Forbidden", "407 Proxy Authentication Required", "502 Bad Gateway"})
  @DisplayName("a refusal of the proxy is told as the proxy's")
  void httpRefused(String status, Vertx vertx) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
              peer.awaitEnd();
            })) {
      String detail =
          failed(
                  Reason.PROXY_FAILED,
                  Phase.CONNECT,
                  runs(vertx, "ws", url("http", proxy), "}").fresh())
              .detail();
      assertTrue(detail.contains(status.substring(0, 3)), detail);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 403 Forbidden\\r\\n\\r\\nno | status: 403 Forbidden",
        "HTTP/1.1 403 Forbidden\\r\\nContent-Length: 9\\r\\n\\r\\nno | status: 403 Forbidden",
        "HTTP/1.1 407 Auth\\r\\nProxy-Authenticate: \u001b\\r\\n\\r\\n | status: 407 Auth",
        "SSH-2.0-OpenSSH_9.2\\r\\n | the answer is not HTTP/1.1"
      })
  @DisplayName("what a proxy answers is told though its body does not end, or it is not HTTP")
  void httpRefusedWithoutEnd(String answer, String detail, Vertx vertx) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send(answer.replace("\\r\\n", "\r\n"));
              peer.awaitEnd();
            })) {
      assertEquals(
          detail,
          failed(
                  Reason.PROXY_FAILED,
                  Phase.CONNECT,
                  runs(vertx, "ws", url("http", proxy), "}").fresh())
              .detail());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 ff", "05 00 05 05 00 01 00000000 0000", ""})
  @DisplayName("so is one of a SOCKS proxy, and the end of its connection")
  void socksRefused(String answer, Vertx vertx) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              peer.readBytes(3);
              peer.sendHex(answer);
              if (!answer.isEmpty()) {
                peer.awaitEnd();
              }
            })) {
      failed(
          Reason.PROXY_FAILED, Phase.CONNECT, runs(vertx, "ws", url("socks5", proxy), "}").fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  @DisplayName("a proxy that is not there is told as the proxy's failure")
  void notThere(String scheme, Vertx vertx) throws Exception {
    RawServer closed = RawServer.start(Peer::awaitEnd);
    closed.close();
    failed(Reason.PROXY_FAILED, Phase.CONNECT, runs(vertx, "ws", url(scheme, closed), "}").fresh());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "socks5"})
  @DisplayName("a proxy that says nothing is told by the deadline")
  void silent(String scheme, Vertx vertx) throws Exception {
    try (RawServer proxy = RawServer.start(Peer::awaitEnd)) {
      ProbeRuns runs = runs(vertx, "ws", url(scheme, proxy), "}, " + SOON);
      assertEquals(
          "within 300 ms", failed(Reason.PROXY_TIMEOUT, Phase.CONNECT, runs.fresh()).detail());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http, ''",
    "http, HTTP/1.1 200 Conn",
    "http, SSH-2.0-OpenSSH_9.2",
    "http, 'HTTP/1.1 999 x\r\n\r\n'",
    "socks5, HTTP/1.1 400 Bad Request",
    "socks5, ''",
  })
  @DisplayName("a proxy that closes, or speaks another protocol, is told as the proxy's failure")
  void closes(String scheme, String answer, Vertx vertx) throws Exception {
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              peer.readBytes(3);
              peer.send(answer.replace("\\r\\n", "\r\n"));
            })) {
      ProbeRuns runs = runs(vertx, "ws", url(scheme, proxy), "}");
      failed(Reason.PROXY_FAILED, Phase.CONNECT, runs.fresh());
    }
  }

  @Test
  @DisplayName("what a target answers through a proxy is told as the target's")
  void targetRefused(Vertx vertx) throws Exception {
    try (RawServer server =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                  peer.awaitEnd();
                });
        RawServer proxy = httpProxy(server.port())) {
      ProbeResult result = runs(vertx, "ws", url("http", proxy), "}").fresh();
      assertEquals(403, failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, result).status());
    }
  }
}
