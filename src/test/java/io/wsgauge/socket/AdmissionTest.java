package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.testing.Configs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 4.2.1. */
class AdmissionTest {
  private static final Peer PEER =
      new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000), false);

  private static Admission admission(String config) {
    return new Admission(Configs.socket(config), null);
  }

  private static Refusal admit(HttpRequest request) {
    return admission("{}").check(request, PEER);
  }

  private static HttpRequest upgrade(String uri) {
    HttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            uri,
            DefaultHttpHeadersFactory.headersFactory().withValidation(false));
    request
        .headers()
        .set("Upgrade", "WebSocket")
        .set("Connection", "keep-alive, Upgrade")
        .set("Sec-WebSocket-Version", "13")
        .set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    return request;
  }

  /** The refusal's, which must be that of its rule. */
  private static int status(HttpRequest request) {
    Refusal refusal = admit(request);
    assertEquals(refusal.rule().status(), refusal.status());
    return refusal.status();
  }

  private static void assertRule(Rule expected, String header, String value) {
    HttpRequest request = upgrade("/ws");
    request.headers().set(header, value);
    assertEquals(expected, admit(request).rule());
  }

  @Test
  @DisplayName("a refusal names the rule that was broken")
  void rules() {
    assertEquals(Rule.PATH, admit(upgrade("/no")).rule());
    assertEquals(Rule.METHOD, admit(upgrade("/ws").setMethod(HttpMethod.POST)).rule());
    assertEquals(
        Rule.UPGRADE_HTTP_VERSION,
        admit(upgrade("/ws").setProtocolVersion(HttpVersion.HTTP_1_0)).rule());
    assertRule(Rule.CONNECTION, "Connection", "close");
    assertRule(Rule.BODY, "Content-Length", "1");
    assertRule(Rule.VERSION, "Sec-WebSocket-Version", "8");
    assertRule(Rule.KEY, "Sec-WebSocket-Key", "a");
    assertRule(Rule.SUBPROTOCOL, "Sec-WebSocket-Protocol", "a,a");
    HttpRequest twice = upgrade("/ws");
    twice.headers().add("Origin", "https://a").add("Origin", "https://a");
    assertEquals(Rule.REPEATED_HEADER, admit(twice).rule());
    assertEquals(
        Rule.ORIGIN, admission("{\"requireOrigin\": true}").check(upgrade("/ws"), PEER).rule());
  }

  @Test
  @DisplayName("a correct upgrade is let in, whatever its query")
  void correct() {
    assertNull(admit(upgrade("/ws")));
    assertNull(admit(upgrade("/ws?a=/b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws/", "/wsx", "/WS", "/a/ws"})
  @DisplayName("another path is 404")
  void otherPath(String path) {
    assertEquals(404, status(upgrade(path)));
  }

  @Test
  @DisplayName("a POST is 405")
  void post() {
    assertEquals(405, status(upgrade("/ws").setMethod(HttpMethod.POST)));
  }

  @Test
  @DisplayName("HTTP/1.0 is 400")
  void http10() {
    assertEquals(400, status(upgrade("/ws").setProtocolVersion(HttpVersion.HTTP_1_0)));
  }

  @Test
  @DisplayName("without Connection: Upgrade it is 400")
  void connectionHeader() {
    HttpRequest request = upgrade("/ws");
    request.headers().set("Connection", "keep-alive");
    assertEquals(400, status(request));
  }

  @Test
  @DisplayName("another version is 426 with the version that is spoken")
  void version() {
    HttpRequest request = upgrade("/ws");
    request.headers().set("Sec-WebSocket-Version", "8");
    Refusal refusal = admit(request);
    assertEquals(426, refusal.status());
    assertEquals("13", refusal.headers().get("Sec-WebSocket-Version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZTEyMw=="})
  @DisplayName("a key that is not 16 bytes in base64 is 400")
  void key(String key) {
    HttpRequest request = upgrade("/ws");
    request.headers().set("Sec-WebSocket-Key", key);
    assertEquals(400, status(request));
  }

  @Test
  @DisplayName("an origin that is not in the list is 403; one that is, in any case, is let in")
  void origin() {
    Admission admission =
        admission("{\"allowedOrigins\": [\"https://a.example\", \"https://B.example:8443\"]}");
    HttpRequest request = upgrade("/ws");
    request.headers().set("Origin", "https://evil.example");
    assertEquals(403, admission.check(request, PEER).status());
    request.headers().set("Origin", "https://A.example");
    assertNull(admission.check(request, PEER));
    request.headers().set("Origin", "https://b.example:8443");
    assertNull(admission.check(request, PEER));
  }

  @Test
  @DisplayName("no origin is let in, since only browsers send one, unless it is required")
  void noOrigin() {
    String origins = "\"allowedOrigins\": [\"https://a.example\"]";
    HttpRequest request = upgrade("/ws");
    assertNull(admission("{" + origins + "}").check(request, PEER));
    assertEquals(
        403, admission("{" + origins + ", \"requireOrigin\": true}").check(request, PEER).status());
  }

  @Test
  @DisplayName("a client certificate that is required and was not shown is 403")
  void clientCertificate() {
    Admission admission = admission("{\"auth\": {\"clientCertificate\": true}}");
    assertEquals(403, admission.check(upgrade("/ws"), PEER).status());
    assertNull(admission.check(upgrade("/ws"), new Peer(PEER.remoteAddress(), true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Version",
        "Sec-WebSocket-Accept",
        "Origin",
        "Authorization",
      })
  @DisplayName("a header that there may be once, and that is there twice, is 400")
  void repeated(String name) {
    HttpRequest request = upgrade("/ws");
    String value = request.headers().get(name, "a");
    request.headers().remove(name).add(name, value);
    request.headers().add(name, value);
    assertEquals(400, status(request));
  }

  @Test
  @DisplayName("an upgrade with a body is 400; a body of no bytes is none")
  void body() {
    HttpRequest request = upgrade("/ws");
    request.headers().set("Content-Length", "0");
    assertNull(admit(request));
    request.headers().set("Content-Length", "5");
    assertEquals(400, status(request));
    request.headers().remove("Content-Length").set("Transfer-Encoding", "chunked");
    assertEquals(400, status(request));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ",", "a,", ",a", "a,,b", "a b", "a b<c>", "a;b", "a/b", "\"a\"", "a\u0001",
        "\u00e4", "a, a", "a,b,a",
      })
  @DisplayName("subprotocols that are not tokens, each there once, are 400")
  void subprotocols(String offered) {
    HttpRequest request = upgrade("/ws");
    request.headers().set("Sec-WebSocket-Protocol", offered);
    assertEquals(400, status(request));
  }

  @Test
  @DisplayName("tokens in one header or several are subprotocols, if there once in all of them")
  void subprotocolTokens() {
    HttpRequest request = upgrade("/ws");
    request.headers().add("Sec-WebSocket-Protocol", "v1.chat~!#$%&'*+-.^_`|, A");
    request.headers().add("Sec-WebSocket-Protocol", "a");
    assertNull(admit(request));
    request.headers().add("Sec-WebSocket-Protocol", "A");
    assertEquals(400, status(request));
  }
}
