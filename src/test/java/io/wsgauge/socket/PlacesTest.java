package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.Configs;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final InetAddress A = address("192.0.2.1");
  private static final InetAddress B = address("192.0.2.2");

  /** Of a literal, so that nothing is resolved. */
  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Places places(int max, int maxPerAddress) {
    return new Places(
        Configs.socket(
            """
            {"maxConnections": %d, "maxConnectionsPerAddress": %d, "retryAfter": "1500ms"}
            """
                .formatted(max, maxPerAddress)));
  }

  private static void assertRefused(int status, String reason, Refusal refusal) {
    assertEquals(status, refusal.status());
    assertEquals(reason, refusal.reason());
    assertEquals("2", refusal.headers().get("Retry-After"), "in whole seconds, rounded up");
  }

  @Test
  @DisplayName("one too many from an address is 429 with Retry-After; another has its own places")
  void perAddress() {
    Places places = places(10, 1);
    assertNull(places.take(A));
    String reason = "your address has all of its 1 connections (socket.maxConnectionsPerAddress)";
    assertRefused(429, reason, places.take(A));
    assertRefused(429, reason, places.check(A));
    assertNull(places.check(B));
    assertNull(places.take(B));
  }

  @Test
  @DisplayName("one too many in all is 503 with Retry-After")
  void inAll() {
    Places places = places(1, 0);
    assertNull(places.take(A));
    String reason = "all 1 connections (socket.maxConnections) are taken";
    assertRefused(503, reason, places.take(B));
    assertRefused(503, reason, places.check(B));
  }

  @Test
  @DisplayName("a place that is given back can be taken again, in all and from that address")
  void givenBack() {
    Places places = places(1, 1);
    assertNull(places.take(A));
    assertFalse(places.areFree());
    places.giveBack(A);
    assertTrue(places.areFree());
    assertNull(places.take(A));
  }

  @Test
  @DisplayName("a refusal takes no place, neither in all nor from that address")
  void refusalTakesNone() {
    Places places = places(1, 1);
    assertNull(places.take(A));
    assertEquals(429, places.take(A).status());
    assertEquals(503, places.take(B).status());
    places.giveBack(A);
    assertTrue(places.areFree());
    assertNull(places.take(B));
    assertEquals(503, places.take(A).status());
  }

  @Test
  @DisplayName("an IPv6 address shares its places with its /64 network, and with no other")
  void ipv6() {
    Places places = places(10, 1);
    assertNull(places.take(address("2001:db8:1:2::1")));
    assertEquals(429, places.take(address("2001:db8:1:2:ffff::2")).status());
    assertNull(places.take(address("2001:db8:1:3::1")));
    places.giveBack(address("2001:db8:1:2:abcd::3"));
    assertNull(places.take(address("2001:db8:1:2::4")));
  }

  @Test
  @DisplayName("0 is no limit for an address")
  void noLimit() {
    Places places = places(100, 0);
    for (int i = 0; i < 100; i++) {
      assertNull(places.take(A));
    }
    assertEquals(503, places.check(A).status());
  }

  @Test
  @DisplayName("a peer without an address counts in all alone")
  void noAddress() {
    Places places = places(2, 1);
    assertNull(places.take(null));
    assertNull(places.take(null));
    assertEquals(503, places.take(null).status());
    places.giveBack(null);
    assertNull(places.check(null));
  }
}
