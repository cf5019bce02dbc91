package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ViolationOptionsTest {
  static List<String> words() {
    return Queries.scenarios("{}").parameters().stream()
        .filter(parameter -> parameter.name().equals("invalid"))
        .findFirst()
        .orElseThrow()
        .kind()
        .words();
  }

  @ParameterizedTest
  @CsvSource({
    "utf8, 8102c328",
    "rsv, a10161",
    "opcode, 8300",
    "mask, 81810000000061",
    "length, 817e000161",
    "continuation, 800161",
    "interleaved, 010161810162",
    "fragmented-ping, 090161800162",
    "close1005, 880203ed",
    "close999, 880203e7",
    "close-length, 880103",
    "close-utf8, 880403e8c328",
    "data-after-close, 880203e8810161",
  })
  @DisplayName("each fault is these bytes")
  void bytes(String fault, String hex) {
    FakeConnection connection = FakeConnection.opened("invalid=" + fault);
    connection.receiveText("hi");
    assertEquals(List.of("text usual", "raw " + hex), connection.sent());
  }

  @Test
  @DisplayName("a ping that is too long has 126 bytes, and a length of them")
  void longPing() {
    FakeConnection connection = FakeConnection.opened("reply=none&invalid=long-ping");
    connection.receiveText("hi");
    assertEquals(List.of("raw 897e007e" + "61".repeat(126)), connection.sent());
  }

  @ParameterizedTest
  @MethodSource("words")
  @DisplayName("each fault follows the first reply, late as it may be, and no other")
  void once(String fault) {
    FakeConnection connection = FakeConnection.opened("delay=1s&invalid=" + fault);
    connection.receiveText("hi");
    connection.receiveText("hi");
    assertEquals(List.of(), connection.sent());
    connection.pass("1S");
    List<String> sent = connection.sent();
    assertEquals(3, sent.size());
    assertEquals("text usual", sent.get(0));
    assertTrue(sent.get(1).startsWith("raw "));
    assertEquals("text usual", sent.get(2));
  }
}
