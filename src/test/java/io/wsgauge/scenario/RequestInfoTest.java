package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.handshake.UpgradeRequest.TlsSession;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInfoTest {
  private static final HeaderLines NO_HEADERS = HeaderLines.of(Collections.emptyIterator());

  private final RequestInfo info =
      new RequestInfo("node", new JsonObject().put("socket.maxFrameSize", 125));

  private JsonArray headers(String... headers) {
    return info.of(Queries.handshake("a=b", headers)).getJsonArray("headers");
  }

  private String shown(String header) {
    return headers(header).getJsonArray(0).getString(1);
  }

  private static JsonArray header(String name, String value) {
    return new JsonArray().add(name).add(value);
  }

  @Test
  @DisplayName("names the server, the time, the peer and the request line")
  void request() {
    JsonObject json = info.of(Queries.handshake("reply=info&a=b"));
    String time = (String) json.remove("time");
    assertFalse(Instant.parse(time).isAfter(Instant.now()));
    assertEquals("2026-11-22T23:00:00.123Z".length(), time.length());
    assertEquals(
        new JsonObject()
            .put("node", "node")
            .put("remoteAddress", "10.0.0.5:52506")
            .put("requestLine", "GET /ws?reply=info&a=(1 byte) HTTP/1.1")
            .put("httpVersion", "HTTP/1.1")
            .put("headers", new JsonArray())
            .put("limits", new JsonObject().put("socket.maxFrameSize", 125)),
        json);
  }

  @Test
  @DisplayName("a peer without an address is null")
  void noAddress() {
    UpgradeRequest handshake =
        new UpgradeRequest("GET", "/", "HTTP/1.0", null, NO_HEADERS, Optional.empty());
    assertNull(info.of(handshake).getString("remoteAddress"));
  }

  @Test
  @DisplayName("headers are as they came: in order, in their case, and each of several")
  void headers() {
    assertEquals(
        new JsonArray()
            .add(header("via", "1.1 a"))
            .add(header("Host", "example.org"))
            .add(header("VIA", "1.1 b")),
        headers("via: 1.1 a", "Host: example.org", "VIA: 1.1 b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "X-Authorization-Next",
        "Cookie",
        "Set-Cookie",
        "X-Api-Key",
        "X-ApiKey",
        "APIKEY",
        "X-Auth-Token",
        "X-CSRF-Token",
        "Client-Secret",
        "X-Password",
        "X-Tenant",
        "Sec-WebSocket-Protocol",
        "Referer",
      })
  @DisplayName("of what is not known to be harmless there is the length alone")
  void secrets(String name) {
    assertEquals("(9 bytes)", shown(name + ": my secret"));
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZQ==",
    "User-Agent, curl",
    "X-Forwarded-For, 10.0.0.7",
    "Sec-WebSocket-Version, 13",
  })
  @DisplayName("what is known to be harmless is shown")
  void noSecrets(String name, String value) {
    assertEquals(value, shown(name + ": " + value));
  }

  @Test
  @DisplayName("tells what TLS has agreed on")
  void tls() {
    TlsSession session = new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256", "example.org", null);
    UpgradeRequest handshake =
        new UpgradeRequest("GET", "/", "HTTP/1.1", null, NO_HEADERS, Optional.of(session));
    assertEquals(
        new JsonObject()
            .put("version", "TLSv1.3")
            .put("cipher", "TLS_AES_128_GCM_SHA256")
            .put("serverName", "example.org")
            .putNull("applicationProtocol"),
        info.of(handshake).getJsonObject("tls"));
  }

  @Test
  @DisplayName("has no part about TLS where there is none")
  void noTls() {
    assertFalse(info.of(Queries.handshake("a=b")).containsKey("tls"));
  }

  @Test
  @DisplayName("of a WebSocket it tells what was offered, and what was agreed on")
  void webSocket() {
    UpgradeRequest handshake =
        Queries.handshake(
            "a=b",
            "Sec-WebSocket-Protocol: chat, superchat",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "Sec-WebSocket-Extensions: x");
    JsonObject json = info.of(handshake, FakeConnection.opened("reply=none"));
    assertEquals(7, json.getInteger("connection"));
    assertEquals("GET /ws?a=(1 byte) HTTP/1.1", json.getString("requestLine"));
    assertEquals(
        new JsonObject()
            .put("subprotocols", new JsonArray().add("chat, superchat"))
            .put(
                "extensions",
                new JsonArray().add("permessage-deflate; client_max_window_bits").add("x")),
        json.getJsonObject("offered"));
    assertEquals(
        new JsonObject().put("subprotocol", "chat").put("extensions", "permessage-deflate"),
        json.getJsonObject("negotiated"));
  }
}
