package io.wsgauge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlTest {
  @ParameterizedTest
  @CsvSource({
    "ws://h, h, 80, h, /",
    "ws://h:80/ws, h, 80, h, /ws",
    "WSS://h:8443/ws?a=b, h, 8443, h:8443, /ws?a=b",
    "wss://h:443?a, h, 443, h, /?a",
    "http://h:443/, h, 443, h:443, /",
    "ws://[::1]:81/, [::1], 81, [::1]:81, /",
    "ws://[fe80::1%eth0]:81/a, [fe80::1%eth0], 81, [fe80::1]:81, /a",
    "ws://[fe80::1%25eth0]/, [fe80::1%eth0], 80, [fe80::1], /",
    "ws://[fe80::1%25]/, [fe80::1%25], 80, [fe80::1], /",
    "ws://my_service:8080/ws, my_service, 8080, my_service:8080, /ws",
    "ws://_a.b_c./, _a.b_c., 80, _a.b_c., /",
    "ws://web.1/, web.1, 80, web.1, /",
    "ws://bücher.example:81/, xn--bcher-kva.example, 81, xn--bcher-kva.example:81, /",
    "wss://пример.рф/ü?ß, xn--e1afmkfd.xn--p1ai, 443, xn--e1afmkfd.xn--p1ai, /%C3%BC?%C3%9F",
    "ws://😀_a:/, xn--_a-mo82a, 80, xn--_a-mo82a, /"
  })
  @DisplayName("host, port and request target are those that a browser sends")
  void parts(String text, String host, int port, String authority, String requestTarget) {
    Url url = Url.of(text);
    assertEquals(host, url.host());
    assertEquals(port, url.effectivePort());
    assertEquals(authority, url.authority());
    assertEquals(requestTarget, url.requestTarget());
  }

  @Test
  @DisplayName("a URL is shown as it was typed")
  void shown() {
    assertEquals("WSS://bücher.Example/ü", Url.of("WSS://bücher.Example/ü").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "ws:///a, must name a host",
    "ws:a, must name a host",
    "//h/a, must name a host",
    "ws://a..b_c/, must name a host",
    "ws://.a/, must name a host",
    "ws://a%20b/, must name a host",
    "ws://a!b/, must name a host",
    "ws://a_b:x/, must name a host",
    "ws://a_b:1:2/, must name a host",
    "ws://me@h/, must not hold credentials",
    "ws://me:secret@a_b/, must not hold credentials",
    "ws://h/\ud800, 'has half of a surrogate pair, which is no UTF-8'",
    "ws://\udc00/, 'has half of a surrogate pair, which is no UTF-8'",
    "'ws://a b/', is not a URL: Illegal character in authority",
    "ws://[::1/, is not a URL: Expected closing bracket for IPv6 address"
  })
  @DisplayName("what is no URL of a host is told by the rule that it breaks")
  void broken(String text, String rule) {
    assertEquals(
        rule, assertThrows(IllegalArgumentException.class, () -> Url.of(text)).getMessage());
  }
}
