package io.wsgauge.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Certificates;
import io.wsgauge.testing.RawClient;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the server takes for its client, behind a proxy that it trusts and one that it does not. */
@ExtendWith(VertxExtension.class)
class TrustedProxiesIT {
  private static final String INFO = "GET /info HTTP/1.1\r\nHost: localhost\r\n";
  private static final String V1 = "PROXY TCP4 198.51.100.1 203.0.113.1 5000 443\r\n";

  /** The same as {@link #V1} in version 2, with an extension of no meaning. */
  private static final String V2 =
      "0d0a0d0a000d0a515549540a 21 11 0013 c6336401 cb007101 1388 01bb e00004 00000000";

  private static TestService start(Vertx vertx, String server, String socket) throws Exception {
    return TestService.start(
        vertx,
        """
        {"server": {"trustedProxies": ["127.0.0.1"], "requestTimeout": "2s", "instances": 2, %s},
         "socket": {%s}}
        """
            .formatted(server, socket));
  }

  private static TestService start(Vertx vertx) throws Exception {
    return start(vertx, "\"proxyProtocol\": true", "");
  }

  private static String remoteAddress(Answer info) {
    return new JsonObject(info.body()).getString("remoteAddress");
  }

  private static void send(RawClient client, String header) {
    if (header.startsWith("PROXY")) {
      client.sendText(header);
    } else {
      client.sendHex(header);
    }
  }

  @Test
  @DisplayName("X-Forwarded-For names the client to /info, to the log and to limits per address")
  void forwardedFor(Vertx vertx) throws Exception {
    TestService service =
        start(vertx, "\"maxConnectionsPerAddress\": 1", "\"maxConnectionsPerAddress\": 1");
    String first = "X-Forwarded-For: 203.0.113.9, 198.51.100.1\r\n";
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient one = RawClient.connect(service.port());
        RawClient two = RawClient.connect(service.port())) {
      assertEquals("198.51.100.1", remoteAddress(Answer.to(service.port(), INFO + first + "\r\n")));
      assertEquals(101, Answer.to(one, RawClient.upgradeRequest("/ws", first)).status());
      assertEquals(429, Answer.to(service.port(), RawClient.upgradeRequest("/ws", first)).status());
      log.awaitLine("INFO [198.51.100.1] refused /ws with 429");
      String other = "X-Forwarded-For: 198.51.100.2\r\n";
      assertEquals(101, Answer.to(two, RawClient.upgradeRequest("/ws", other)).status());
      one.sendHex("88 80 00000000");
      log.awaitLine("198.51.100.1] closed by the peer");
    }
  }

  @Test
  @DisplayName("a peer that is no trusted proxy is not believed, by either way")
  void untrusted(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"trustedProxies\": [\"192.0.2.1\"], \"proxyProtocol\": true}}");
    Answer info = Answer.to(service.port(), INFO + "X-Forwarded-For: 198.51.100.1\r\n\r\n");
    assertTrue(remoteAddress(info).startsWith("127.0.0.1:"), info.body());
    assertEquals(400, Answer.to(service.port(), V1 + INFO + "\r\n").status());
  }

  @ParameterizedTest
  @ValueSource(strings = {V1, V2})
  @DisplayName("a header of the PROXY protocol names the client, in one piece or byte by byte")
  void header(String header, Vertx vertx) throws Exception {
    TestService service = start(vertx);
    try (RawClient client = RawClient.connect(service.port());
        RawClient slow = RawClient.connect(service.port())) {
      send(client, header);
      assertEquals("198.51.100.1:5000", remoteAddress(Answer.to(client, INFO + "\r\n")));
      assertEquals("198.51.100.1:5000", remoteAddress(Answer.to(client, INFO + "\r\n")));
      byte[] bytes =
          header.equals(V1)
              ? header.getBytes(US_ASCII)
              : HexFormat.of().parseHex(header.replace(" ", ""));
      for (byte b : bytes) {
        slow.sendBytes(new byte[] {b});
      }
      assertEquals("198.51.100.1:5000", remoteAddress(Answer.to(slow, INFO + "\r\n")));
    }
  }

  @Test
  @DisplayName("limits per address and the log go by the client that the header names")
  void limits(Vertx vertx) throws Exception {
    TestService service =
        start(
            vertx,
            "\"proxyProtocol\": true, \"maxConnectionsPerAddress\": 1",
            "\"maxConnectionsPerAddress\": 1");
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient one = RawClient.connect(service.port());
        RawClient two = RawClient.connect(service.port());
        RawClient other = RawClient.connect(service.port())) {
      assertEquals(101, Answer.to(one, V1 + RawClient.upgradeRequest("/ws", "")).status());
      assertEquals(429, Answer.to(two, V1 + RawClient.upgradeRequest("/ws", "")).status());
      log.awaitLine("INFO [198.51.100.1:5000] refused /ws with 429");
      String elsewhere = V1.replace("198.51.100.1", "198.51.100.2");
      assertEquals(101, Answer.to(other, elsewhere + RawClient.upgradeRequest("/ws", "")).status());
      try (RawClient next = RawClient.connect(service.port())) {
        assertEquals(200, Answer.to(next, V1 + INFO + "\r\n").status());
        assertTrue(two.readsEnd(), "one too many HTTP connections of that client");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY UNKNOWN\r\n", "0d0a0d0a000d0a515549540a 20 00 0000"})
  @DisplayName("a proxy that asks for itself is the client, with such a header or without any")
  void itself(String header, Vertx vertx) throws Exception {
    TestService service = start(vertx);
    try (RawClient client = RawClient.connect(service.port())) {
      send(client, header);
      Answer info = Answer.to(client, INFO + "\r\n");
      assertTrue(remoteAddress(info).startsWith("127.0.0.1:"), info.body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 198.51.100.256 203.0.113.1 5000 443\r\n",
        "PROXY TCP4 198.51.100.1 203.0.113.1 70000 443\r\n",
        "PROXY TCP4 198.51.100.1\r\n",
        "PROXY \r\n                    ",
        "PROXY TCP4 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "0d0a0d0a000d0a515549540a 11 11 000c c6336401 cb007101 1388 01bb",
        "0d0a0d0a000d0a515549540a 21 11 0004 c6336401",
        "0d0a0d0a000d0a515549540a 21 12 000c c6336401 cb007101 1388 01bb"
      })
  @DisplayName("a malformed header is answered with 400, and what follows it with nothing")
  void malformed(String header, Vertx vertx) throws Exception {
    TestService service = start(vertx);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient client = RawClient.connect(service.port())) {
      send(client, header);
      Answer answer = Answer.to(client, INFO + "\r\n");
      assertEquals(400, answer.status());
      assertEquals("proxy-protocol", answer.rule());
      assertTrue(answer.detail().startsWith("the header of the PROXY protocol"), answer.detail());
      assertTrue(client.readsEndOrReset());
      log.awaitLine("refused what could not be read with 400 (proxy-protocol)");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PROXY TCP4 198.51.100.1 ", "0d0a0d0a000d0a515549540a 21 11 0fff c6336401"})
  @DisplayName("a header that does not come in whole ends with the time for a request")
  void late(String header, Vertx vertx) throws Exception {
    TestService service = start(vertx);
    try (RawClient client = RawClient.connect(service.port())) {
      send(client, header);
      assertTrue(client.readsEnd());
    }
  }

  @Test
  @DisplayName("the header stands before TLS, and a malformed one ends the connection there")
  void tls(Vertx vertx, @TempDir Path directory) throws Exception {
    Path files = Tls.certificate(directory, "a");
    String keys =
        "\"tls\": {\"certificate\": \"%s/certificate.pem\", \"key\": \"%s/key.pem\"}"
            .formatted(files, files);
    TestService service = start(vertx, "\"proxyProtocol\": true, " + keys, "");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.getOutputStream().write(V1.getBytes(US_ASCII));
      Socket tls =
          Certificates.trustingAll()
              .getSocketFactory()
              .createSocket(socket, "localhost", service.port(), true);
      try (RawClient client = RawClient.over(tls)) {
        assertEquals("198.51.100.1:5000", remoteAddress(Answer.to(client, INFO + "\r\n")));
      }
    }
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText("PROXY TCP4 nonsense\r\n");
      assertTrue(client.readsEndOrReset());
    }
  }
}
