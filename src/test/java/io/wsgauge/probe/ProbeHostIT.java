package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.config.PemFiles;
import io.wsgauge.testing.RawNameServer;
import io.wsgauge.testing.RawServer;
import io.wsgauge.testing.RawServer.Peer;
import io.wsgauge.text.HostPort;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of the host of its URL, and of another one to connect to. */
class ProbeHostIT {
  private static final String CERTIFICATE = "src/test/resources/pem/ec/certificate.pem";

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private Vertx vertx;
  private RawNameServer names;

  /** All names have these addresses. */
  private void resolving(String... addresses) throws IOException {
    names = RawNameServer.start(List.of(addresses));
    vertx = names.vertx();
  }

  @AfterEach
  void close() throws Exception {
    names.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private RawServer answering() throws IOException {
    return RawServer.start(
        peer -> {
          seen.add(peer.upgrade());
          peer.readMessage();
          peer.sendMessage("ok");
          peer.awaitEnd();
        });
  }

  /** A server that reads the first record of TLS, which is the client's hello, and ends. */
  private RawServer hearing() throws IOException {
    return RawServer.start(this::hear);
  }

  private void hear(Peer peer) throws IOException {
    byte[] head = peer.readBytes(5);
    seen.add(new String(peer.readBytes((head[3] & 0xff) << 8 | (head[4] & 0xff)), ISO_8859_1));
  }

  private String host() throws InterruptedException {
    return seen.poll(10, TimeUnit.SECONDS)
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("host: "))
        .findFirst()
        .orElseThrow()
        .substring(6);
  }

  private ProbeRuns runs(String url, String options) {
    return ProbeRuns.of(vertx, url, options);
  }

  private static String connectTo(int port) {
    return "'connectTo': '127.0.0.1:" + port + "'";
  }

  @ParameterizedTest
  @CsvSource({
    "my_service, my_service",
    "web.1, web.1",
    "bücher.example, xn--bcher-kva.example",
    "a.example, a.example"
  })
  @DisplayName("any host that a browser takes is resolved, and asked for in ASCII")
  void hosts(String typed, String sent) throws Exception {
    resolving("127.0.0.1");
    try (RawServer server = answering()) {
      succeeded(runs("ws://" + typed + ":" + server.port() + "/ws", "").fresh());
      assertEquals(sent + ":" + server.port(), host());
    }
  }

  @Test
  @DisplayName("so is the host of a proxy")
  void proxyHost() throws Exception {
    resolving("127.0.0.1");
    try (RawServer server = answering();
        RawServer proxy =
            RawServer.start(
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  peer.tunnelTo(server.port());
                })) {
      String options = "'proxy': {'url': 'http://my_proxy:" + proxy.port() + "'}";
      succeeded(runs("ws://a.example/ws", options).fresh());
    }
  }

  @ParameterizedTest
  @CsvSource({"ws://a.example/ws, a.example", "ws://my_service:81/ws, my_service:81"})
  @DisplayName("a connect to elsewhere asks for the host of the URL, which need not resolve")
  void elsewhere(String url, String host) throws Exception {
    resolving();
    try (RawServer server = answering()) {
      ProbeResult result = succeeded(runs(url, connectTo(server.port())).fresh());
      assertEquals(host, host());
      assertEquals("127.0.0.1:" + server.port(), HostPort.of(result.opened().address()));
    }
  }

  @Test
  @DisplayName("where one is to connect is resolved as the host of a URL is")
  void elsewhereByName() throws Exception {
    resolving("127.0.0.1");
    try (RawServer server = answering()) {
      String options = "'connectTo': 'elsewhere:" + server.port() + "'";
      succeeded(runs("ws://a.example/ws", options).fresh());
      assertEquals("a.example", host());
    }
  }

  @Test
  @DisplayName("a name to connect to that does not resolve is told, whatever the URL's does")
  void elsewhereUnresolved() throws Exception {
    resolving();
    failed(
        Reason.RESOLVE_FAILED,
        Phase.RESOLVE,
        runs("ws://127.0.0.1/", "'connectTo': 'elsewhere:81'").fresh());
  }

  @Test
  @DisplayName("a proxy is asked to connect to elsewhere, and the server for the URL's host")
  void elsewhereByProxy() throws Exception {
    resolving();
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (RawServer server = answering();
        RawServer proxy =
            RawServer.start(
                peer -> {
                  asked.add(peer.readHead());
                  peer.send("HTTP/1.1 200 OK\r\n\r\n");
                  peer.tunnelTo(server.port());
                })) {
      String through = "'proxy': {'url': 'http://127.0.0.1:" + proxy.port() + "'}";
      succeeded(runs("ws://a.example/ws", "'connectTo': 'there:82', " + through).fresh());
      String head = asked.poll(10, TimeUnit.SECONDS);
      assertTrue(head.startsWith("CONNECT there:82 HTTP/1.1\r\n"), head);
      assertEquals("a.example", host());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway, gateway",
    "gateway.example, gateway.example",
    "my_service, my_service",
    "gateway., gateway",
    "bücher, xn--bcher-kva"
  })
  @DisplayName("TLS indicates the host of the URL, be it of one label")
  void indicated(String host, String indicated) throws Exception {
    resolving();
    try (RawServer server = hearing()) {
      runs("wss://" + host + "/", connectTo(server.port())).fresh();
      assertIndicated(indicated);
    }
  }

  /** RFC 6066, section 3: a type of 0 and a length of two bytes, then the name. */
  private void assertIndicated(String name) throws InterruptedException {
    String hello = seen.poll(10, TimeUnit.SECONDS);
    assertTrue(hello.contains("\0\0" + (char) name.length() + name + "\0"), hello);
  }

  @Test
  @DisplayName("so it does through a proxy")
  void indicatedThroughProxy() throws Exception {
    resolving();
    try (RawServer proxy =
        RawServer.start(
            peer -> {
              peer.readHead();
              peer.send("HTTP/1.1 200 OK\r\n\r\n");
              hear(peer);
            })) {
      runs("wss://gateway/", "'proxy': {'url': 'http://127.0.0.1:" + proxy.port() + "'}").fresh();
      assertIndicated("gateway");
    }
  }

  @Test
  @DisplayName("a zone says by which interface to connect, and is none of Host")
  void zone() throws Exception {
    resolving();
    HttpServer server =
        vertx
            .createHttpServer()
            .webSocketHandler(socket -> seen.add(socket.headers().get("Host")))
            .listen(0, "::1")
            .await(10, TimeUnit.SECONDS);
    int port = server.actualPort();
    succeeded(ProbeRuns.of(vertx, "ws://[::1%25lo]:" + port + "/", "'kind': 'connect'").fresh());
    assertEquals("[::1]:" + port, seen.poll(10, TimeUnit.SECONDS));
    assertEquals(
        Reason.RESOLVE_FAILED,
        failed(
                Reason.RESOLVE_FAILED,
                Phase.RESOLVE,
                ProbeRuns.of(vertx, "ws://[::1%no0]:" + port + "/", "").fresh())
            .reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]"})
  @DisplayName("it indicates no IP address")
  void address(String host) throws Exception {
    resolving();
    try (RawServer server = hearing()) {
      runs("wss://" + host + "/", connectTo(server.port())).fresh();
      String hello = seen.poll(10, TimeUnit.SECONDS);
      assertTrue(!hello.contains("127.0.0.1") && !hello.contains("::1"), hello);
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost,", "x.c.example,", "gateway, TLS_NAME_MISMATCH"})
  @DisplayName("the certificate has to be for the host of the URL, wherever it connects to")
  void verified(String host, Reason reason) throws Exception {
    resolving();
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        PemFiles.pair(CERTIFICATE, "src/test/resources/pem/ec/key.pem")))
            .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    String trust = ", 'timeout': '9s', 'tls': {'authorities': '" + CERTIFICATE + "'}";
    ProbeResult result =
        runs("wss://" + host + "/", connectTo(server.actualPort()) + trust).fresh();
    if (reason == null) {
      succeeded(result);
    } else {
      failed(reason, Phase.TLS, result);
    }
  }
}
