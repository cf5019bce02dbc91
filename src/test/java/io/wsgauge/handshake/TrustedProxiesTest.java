package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsgauge.text.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

  private static String client(String peer, String... forwardedFor) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(peer), 4000);
    return HostPort.of(PROXIES.client(address, List.of(forwardedFor)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
        "192.0.2.7 | 198.51.100.1 | 198.51.100.1",
        "fd00::1 | 2001:db8::1 | 2001:db8::1",
        "10.1.2.3 | 203.0.113.9, 198.51.100.1 | 198.51.100.1",
        "10.1.2.3 | 203.0.113.9, 198.51.100.1 , 10.9.9.9,192.0.2.7 | 198.51.100.1",
        "10.1.2.3 | 10.4.4.4, 10.5.5.5 | 10.4.4.4",
        "10.1.2.3 | 198.51.100.1:5000 | 198.51.100.1",
        "10.1.2.3 | [2001:db8::1]:5000 | 2001:db8::1",
        "10.1.2.3 | [2001:db8::1] | 2001:db8::1",
        "10.1.2.3 | 198.51.100.1, unknown | 10.1.2.3:4000",
        "10.1.2.3 | 198.51.100.1, unknown, 10.5.5.5 | 10.5.5.5",
        "10.1.2.3 | 198.51.100.1, [ | 10.1.2.3:4000",
        "10.1.2.3 | 198.51.100.1, , | 198.51.100.1",
        "10.1.2.3 | '' | 10.1.2.3:4000",
      })
  @DisplayName("the client is the nearest hop that is no trusted proxy, as far as it is told")
  void nearest(String peer, String header, String client) throws Exception {
    assertEquals(client, client(peer, header));
    assertEquals(client, client(peer, header.split("(?<=,)", -1)), "as several headers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51.100.1", "192.0.2.8", "11.0.0.1", "2001:db8::1"})
  @DisplayName("who is no trusted proxy is not believed")
  void untrusted(String peer) throws Exception {
    assertEquals(HostPort.of(peer, 4000), client(peer, "203.0.113.9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0", "a.example", "", "/8"})
  @DisplayName("what is neither an address nor a network is rejected")
  void invalid(String network) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(network)));
  }
}
