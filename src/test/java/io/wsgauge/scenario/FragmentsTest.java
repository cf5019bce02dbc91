package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentsTest {
  private static List<String> echoed(String query, String message) {
    FakeConnection connection = FakeConnection.opened("reply=echo&" + query);
    connection.receiveText(message);
    return connection.sent();
  }

  @ParameterizedTest
  @CsvSource({
    "1, abcdef, text abcdef",
    "2, abcdef, text+ abc|continuation def",
    "3, abcdefg, text+ abc|continuation+ def|continuation g",
    "4, abcde, text+ ab|continuation+ cd|continuation+ e|continuation",
    "3, '', text+|continuation+|continuation",
  })
  @DisplayName("a count is kept, with empty fragments if need be")
  void byCount(int count, String message, String expected) {
    assertEquals(expected, String.join("|", echoed("fragment=" + count, message)));
  }

  @ParameterizedTest
  @CsvSource({
    "4, abcd, text abcd",
    "3, abcd, text+ abc|continuation d",
    "2, abcd, text+ ab|continuation cd",
    "9, abcd, text abcd",
    "1, ab, text+ a|continuation b",
    "3, '', text",
  })
  @DisplayName("a size is filled, with no empty fragment at the end")
  void bySize(int size, String message, String expected) {
    assertEquals(expected, String.join("|", echoed("fragmentSize=" + size, message)));
  }

  @Test
  @DisplayName("where a size made more than scenario.maxCount of them, they are larger")
  void notTooMany() {
    Acceptance terms =
        (Acceptance)
            Queries.scenarios("{\"maxCount\": 3}")
                .choose(Queries.handshake("reply=echo&fragmentSize=1"))
                .orElseThrow();
    FakeConnection connection = FakeConnection.opened(terms.behaviour());
    connection.receiveText("abcdefg");
    assertEquals(List.of("text+ abc", "continuation+ def", "continuation g"), connection.sent());
  }

  @Test
  @DisplayName("a character may be cut in the middle")
  void cutCharacter() {
    FakeConnection connection = FakeConnection.opened("text=%C3%BC&fragment=2");
    connection.receiveText("hi");
    assertEquals(Buffer.buffer(new byte[] {(byte) 0xc3}), connection.frames().get(0).payload());
    assertEquals(Buffer.buffer(new byte[] {(byte) 0xbc}), connection.frames().get(1).payload());
  }

  @Test
  @DisplayName("the first fragment alone has the type of the message")
  void types() {
    FakeConnection connection = FakeConnection.opened("reply=echo&as=binary&fragment=2");
    connection.receiveText("ab");
    assertEquals(List.of("binary+ a", "continuation b"), connection.sent());
  }
}
