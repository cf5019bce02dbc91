package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeUrlTest {
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "ws://10.0.0.7:8080/ws, 10.0.0.7, true",
    "wss://10.0.0.7/, 10.0.0.7, true",
    "ws://10.0.0.8/ws, 10.0.0.7, false",
    "http://10.0.0.7/ws, 10.0.0.7, false",
    "ws://u:p@10.0.0.7/ws, 10.0.0.7, false",
    "ws://localhost/ws, 10.0.0.7, false",
    "ws://169.254.169.254/latest, 10.0.0.7, false",
    "ws://[fd00::7]:80/ws, fd00::7, true",
    "wss://a.example.org/ws, 10.0.0.7, true",
    "wss://A.Example.org/ws, 10.0.0.7, true",
    "wss://example.org/ws, 10.0.0.7, false",
    "wss://evilexample.org/ws, 10.0.0.7, false",
    "wss://example.org.evil/ws, 10.0.0.7, false",
    "wss://gauge.test/ws, 10.0.0.7, true",
    "not a url, 10.0.0.7, false"
  })
  @DisplayName("a URL is pinged at the node's own address and at hosts that are configured alone")
  void rule(String url, String address, boolean allowed) {
    assertEquals(allowed, NodeUrl.isAllowed(url, address, List.of("*.example.org", "gauge.test")));
  }
}
