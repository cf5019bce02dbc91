package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.testing.Configs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TargetConfigTest {
  private static TargetConfig target(String more) {
    return Configs.client(
            """
            {"targets": [{"name": "t", "url": "ws://h/"%s}]}
            """
                .formatted(more))
        .targets()
        .get(0);
  }

  @Test
  @DisplayName("a label's name ends at the first equals sign, and its value may be empty")
  void labels() {
    assertEquals(
        Map.of("query", "a=b", "site", ""),
        target(", \"labels\": [\"query=a=b\", \"site=\"]").labelMap());
  }

  @Test
  @DisplayName("a target of which both families of addresses are tried is two, each with a name")
  void names() {
    assertEquals(List.of("t"), target("").names());
    assertEquals(List.of("t/ipv4", "t/ipv6"), target(", \"addresses\": \"both\"").names());
  }
}
