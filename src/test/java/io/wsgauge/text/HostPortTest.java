package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:80",
    "::1, [::1]:80",
    "[::1], [::1]:80",
    "fe80::1%eth0, [fe80::1%eth0]:80",
    "example.org, example.org:80"
  })
  @DisplayName("an address of IPv6 is in brackets, once")
  void host(String host, String expected) {
    assertEquals(expected, HostPort.of(host, 80));
  }

  @Test
  @DisplayName("an address that is resolved is shown by its shortest form, without its name")
  void resolved() throws Exception {
    byte[] loopback = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    InetAddress address = InetAddress.getByAddress("name", loopback);
    assertEquals("[::1]:80", HostPort.of(new InetSocketAddress(address, 80)));
  }

  @Test
  @DisplayName("an address that is not resolved is shown by its name")
  void unresolved() {
    assertEquals("name:80", HostPort.of(InetSocketAddress.createUnresolved("name", 80)));
  }
}
