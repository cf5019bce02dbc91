package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.Configs;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private static boolean allows(String allowed, String origin) {
    return new Origins(Set.of("https://other.example", allowed)).allow(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example", "null", "chrome-extension://abc", ""})
  @DisplayName("* lets all in")
  void all(String origin) {
    assertTrue(allows("*", origin));
  }

  @ParameterizedTest
  @CsvSource({
    "https://bücher.example, https://xn--bcher-kva.example",
    "https://bücher.example:8443, https://xn--bcher-kva.example:8443",
    "https://*.bücher.example, https://a.xn--bcher-kva.example",
    "https://a_b.example, https://a_b.example"
  })
  @DisplayName("an international origin is allowed in the form in which browsers send it")
  void international(String allowed, String sent) {
    assertTrue(allows(allowed, sent));
  }

  @Test
  @DisplayName("an origin that no browser can send is no fault of the others")
  void impossible() {
    assertTrue(allows("https://ü..example", "https://other.example"));
  }

  @Test
  @DisplayName("an origin is the same in any case")
  void anyCase() {
    assertTrue(allows("https://A.example:8443", "HTTPS://a.EXAMPLE:8443"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chrome-extension://abcdefghijklmnop",
        "moz-extension://0b7c1e5a-1c1c-4c1c-8c1c-0b7c1e5a1c1c",
        "app://localhost",
        "app://.",
        "tauri://localhost",
        "capacitor+dev://localhost:8100",
        "file://",
        "null"
      })
  @DisplayName("an origin of any scheme, or null, may be configured, and lets in itself alone")
  void anyScheme(String origin) {
    assertEquals(
        Set.of(origin),
        Configs.socket("{\"allowedOrigins\": [\"" + origin + "\"]}").allowedOrigins());
    assertTrue(allows(origin, origin));
    assertFalse(allows(origin, "https://a.example"));
    assertFalse(allows(origin, "app://other"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://",
        "app://",
        "://a",
        "1app://a",
        "app:a",
        "nullable",
        "app://a/",
        "app://*",
        "app://u@a",
        ""
      })
  @DisplayName("what no browser sends as an origin is no configuration")
  void noOrigin(String origin) {
    assertThrows(
        IllegalArgumentException.class,
        () -> Configs.socket("{\"allowedOrigins\": [\"" + origin + "\"]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example",
        "https://a.example:8443",
        "https://b.a.example",
        "https://a.example.evil.com",
        "https://aaexample",
        "https://a.example/",
        "null",
        ""
      })
  @DisplayName("an origin without a wildcard lets nothing else in")
  void exact(String origin) {
    assertFalse(allows("https://a.example", origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.example.org", "https://a.b.example.org", "HTTPS://A.Example.ORG"})
  @DisplayName("a wildcard lets in the hosts below, however deep and in any case")
  void below(String origin) {
    assertTrue(allows("https://*.Example.org", origin));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org",
        "https://.example.org",
        "https://evilexample.org",
        "https://aaexample.org",
        "https://a.exampleXorg",
        "https://a.example.org.evil.com",
        "http://a.example.org",
        "xhttps://a.example.org",
        "https://a.example.org:8443",
        "https://evil.com/.example.org",
        "https://evil.com:443.example.org",
        "https://user@a.example.org",
        "https://user:a@b.example.org",
        "null",
        ""
      })
  @DisplayName("a wildcard does not let in the host itself, another scheme, port or host")
  void notBelow(String origin) {
    assertFalse(allows("https://*.example.org", origin));
  }

  @Test
  @DisplayName("a wildcard with a port lets in that port alone")
  void wildcardWithPort() {
    assertTrue(allows("https://*.example.org:8443", "https://a.example.org:8443"));
    assertFalse(allows("https://*.example.org:8443", "https://a.example.org"));
    assertFalse(allows("https://*.example.org:8443", "https://a.example.org:84430"));
  }
}
