package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeOptionsTest {
  private static final String OFFER = "Sec-WebSocket-Protocol: superchat, chat";

  @Test
  @DisplayName("a handshake that says nothing about itself is answered as usual")
  void usual() {
    Acceptance terms = Queries.terms("reply=echo", OFFER);
    assertEquals(Acceptance.usual(terms.behaviour()), terms);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 404, 418, 500, 503, 599})
  @DisplayName("it is refused with the status that is asked for, and with that as its reason")
  void status(int status) {
    assertEquals(
        new Refusal(
            Rule.SCENARIO_STATUS,
            status,
            "as status=" + status + " asks for",
            Map.of(),
            Duration.ZERO),
        Queries.refusal("status=" + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 199, 201, 204, 300, 304, 305, 306, 309, 399, 600, 999})
  @DisplayName("a status that is no answer to it is refused")
  void noStatus(int status) {
    assertEquals(
        "status=" + status + ": must be a whole number, 200, 301, 302, 303, 307, 308 or 400 to 599",
        Queries.problems("status=" + status + "&location=/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @DisplayName("a redirect has its location")
  void redirect(int status) {
    Refusal refusal = Queries.refusal("status=" + status + "&location=/ws%3Fa");
    assertEquals(status, refusal.status());
    assertEquals(Map.of("Location", "/ws?a"), refusal.headers());
  }

  @Test
  @DisplayName("a refusal has its Retry-After")
  void retryAfter() {
    assertEquals(Map.of("Retry-After", "5"), Queries.refusal("status=503&retryAfter=5").headers());
  }

  @Test
  @DisplayName("401 has a WWW-Authenticate, as RFC 9110, section 15.5.2 asks for")
  void unauthorized() {
    assertEquals(
        Map.of("WWW-Authenticate", "Basic realm=\"wsgauge\""),
        Queries.refusal("status=401").headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%0d%0aSet-Cookie:a", "/%20", "/%C3%BC", "", "%7F"})
  @DisplayName("a location has no character that a header could not hold")
  void location(String location) {
    String problems = Queries.problems("status=302&location=" + location);
    assertTrue(
        problems.contains(": must be a path, or a URL of a host in scenario.redirectHosts, up"),
        problems);
  }

  @Test
  @DisplayName("an answer may come later, of either kind")
  void delay() {
    Duration delay = Duration.ofSeconds(3);
    assertEquals(delay, Queries.terms("handshakeDelay=3s").delay());
    assertEquals(delay, Queries.refusal("handshakeDelay=3s&status=503").delay());
  }

  @Test
  @DisplayName("the subprotocol is the one of those offered that is asked for")
  void subprotocol() {
    assertEquals("chat", Queries.terms("subprotocol=chat", OFFER).subprotocol());
    assertEquals(
        "b",
        Queries.terms("subprotocol=b", "sec-websocket-protocol: a", "Sec-WebSocket-Protocol: b")
            .subprotocol());
  }

  @Test
  @DisplayName("it is none with none, and the endpoint's own choice without the key")
  void noSubprotocol() {
    assertEquals("", Queries.terms("subprotocol=none", OFFER).subprotocol());
    assertNull(Queries.terms("deflate=yes", OFFER).subprotocol());
  }

  @Test
  @DisplayName("one that is not offered is refused (RFC 6455, section 4.2.2)")
  void subprotocolNotOffered() {
    Refusal expected =
        new Refusal(Rule.SCENARIO, "subprotocol=Chat: must be one that the client offers");
    assertEquals(expected, Queries.refusal("subprotocol=Chat", OFFER));
    assertEquals(expected, Queries.refusal("subprotocol=Chat"));
  }

  @Test
  @DisplayName("permessage-deflate may be agreed to, or not with deflate=no")
  void deflate() {
    assertTrue(Queries.terms("deflate=yes").deflate());
    assertFalse(Queries.terms("deflate=no").deflate());
  }
}
