package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.handshake.ClientAddress;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.testing.Configs;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConnectionQuotaTest {
  private static final InetAddress A = address("192.0.2.1");
  private static final InetAddress B = address("192.0.2.2");

  private final List<Place> taken = new ArrayList<>();

  /** Of a literal, so that nothing is resolved. */
  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ConnectionQuota places(int max, int maxPerAddress) {
    return new ConnectionQuota(
        Configs.socket(
            """
            {"maxConnections": %d, "maxConnectionsPerAddress": %d, "retryAfter": "1500ms"}
            """
                .formatted(max, maxPerAddress)));
  }

  private Refusal take(ConnectionQuota places, InetAddress address) {
    return places.take(address, taken::add);
  }

  /** The one who came first of that address. */
  private void leave(InetAddress address) {
    Place place =
        taken.stream()
            .filter(one -> one.key() == null || one.key().equals(ClientAddress.key(address)))
            .findFirst()
            .get();
    taken.remove(place);
    place.leave();
  }

  private static void assertRefused(int status, String reason, Refusal refusal) {
    assertEquals(status, refusal.status());
    assertEquals(reason, refusal.detail());
    assertEquals("2", refusal.headers().get("Retry-After"), "in whole seconds, rounded up");
  }

  @Test
  @DisplayName("one too many from an address is 429 with Retry-After; another has its own places")
  void perAddress() {
    ConnectionQuota places = places(10, 1);
    assertNull(take(places, A));
    String reason = "your address already has 1 connection (socket.maxConnectionsPerAddress)";
    assertRefused(429, reason, take(places, A));
    assertRefused(429, reason, places.check(A));
    assertNull(places.check(B));
    assertNull(take(places, B));
  }

  @Test
  @DisplayName("one too many in all is 503 with Retry-After")
  void inAll() {
    ConnectionQuota places = places(1, 0);
    assertNull(take(places, A));
    String reason = "the server already has 1 connection (socket.maxConnections)";
    assertRefused(503, reason, take(places, B));
    assertRefused(503, reason, places.check(B));
  }

  @Test
  @DisplayName("a place that is given back can be taken again, in all and from that address")
  void givenBack() {
    ConnectionQuota places = places(1, 1);
    assertNull(take(places, A));
    assertFalse(places.areFree());
    leave(A);
    assertTrue(places.areFree());
    assertNull(take(places, A));
  }

  @Test
  @DisplayName("a refusal takes no place, neither in all nor from that address")
  void refusalTakesNone() {
    ConnectionQuota places = places(1, 1);
    assertNull(take(places, A));
    assertEquals(429, take(places, A).status());
    assertEquals(503, take(places, B).status());
    leave(A);
    assertTrue(places.areFree());
    assertNull(take(places, B));
    assertEquals(503, take(places, A).status());
  }

  @Test
  @DisplayName("an IPv6 address shares its places with its /64 network, and with no other")
  void ipv6() {
    ConnectionQuota places = places(10, 1);
    assertNull(take(places, address("2001:db8:1:2::1")));
    assertEquals(429, take(places, address("2001:db8:1:2:ffff::2")).status());
    assertNull(take(places, address("2001:db8:1:3::1")));
    leave(address("2001:db8:1:2::1"));
    assertNull(take(places, address("2001:db8:1:2::4")));
  }

  @Test
  @DisplayName("0 is no limit for an address")
  void noLimit() {
    ConnectionQuota places = places(100, 0);
    for (int i = 0; i < 100; i++) {
      assertNull(take(places, A));
    }
    assertEquals(503, places.check(A).status());
  }

  @Test
  @DisplayName("a peer without an address counts in all alone")
  void noAddress() {
    ConnectionQuota places = places(2, 1);
    assertNull(take(places, null));
    assertNull(take(places, null));
    assertEquals(503, take(places, null).status());
    leave(null);
    assertNull(places.check(null));
  }

  @Test
  @DisplayName("where all are taken, the oldest that is closing is cut for one that is new")
  void ceded() {
    ConnectionQuota places = places(2, 0);
    List<Place> cut = new ArrayList<>();
    assertNull(take(places, A));
    assertNull(take(places, A));
    taken.forEach(place -> place.cede(() -> cut.add(place)));
    assertNull(take(places, B));
    assertEquals(taken.subList(0, 1), cut);
    taken.get(0).leave();
    assertNull(take(places, B));
    assertEquals(taken.subList(0, 2), cut);
    assertEquals(503, take(places, B).status(), "a place that was taken over is not given back");
  }

  @Test
  @DisplayName(
      "an address that has all of its places has the oldest of its own cut, and no other's")
  void cededOfAddress() {
    ConnectionQuota places = places(10, 1);
    List<Place> cut = new ArrayList<>();
    assertNull(take(places, B));
    assertNull(take(places, A));
    taken.forEach(place -> place.cede(() -> cut.add(place)));
    assertNull(take(places, A));
    assertEquals(taken.subList(1, 2), cut);
  }

  @Test
  @DisplayName("a connection that has ended has no place to cede")
  void cededTooLate() {
    ConnectionQuota places = places(1, 0);
    assertNull(take(places, A));
    taken.get(0).leave();
    taken.get(0).cede(() -> {});
    assertNull(take(places, A));
    assertEquals(503, take(places, A).status());
  }
}
