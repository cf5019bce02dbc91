package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "closeAfter=10s, close 1000",
    "closeAfter=10s&closeCode=4001&closeReason=bye, close 4001 bye",
    "dropAfter=10s, fin",
    "dropAfter=10s&drop=fin, fin",
    "dropAfter=10s&drop=rst, rst",
  })
  @DisplayName("the server ends it after the time, in the way that is asked for")
  void afterTime(String query, String expected) {
    FakeConnection connection = FakeConnection.opened(query);
    connection.pass("9.999S");
    assertEquals(List.of(), connection.sent());
    connection.pass("0.001S");
    assertEquals(List.of(expected), connection.sent());
  }

  @ParameterizedTest
  @CsvSource({
    "closeAfterMessages=2, close 1000",
    "closeAfterMessages=2&closeCode=1011&closeReason=a+b, close 1011 a b",
    "dropAfterMessages=2, fin",
    "dropAfterMessages=2&drop=rst, rst",
  })
  @DisplayName("the server ends it after so many replies")
  void afterMessages(String query, String expected) {
    FakeConnection connection = FakeConnection.opened("reply=echo&" + query);
    connection.receiveText("a");
    assertEquals(List.of("text a"), connection.sent());
    connection.receiveText("b");
    assertEquals(List.of("text b", expected), connection.sent());
  }

  @ParameterizedTest
  @CsvSource({"closeAfterMessages=0, close 1000", "dropAfterMessages=0&drop=rst, rst"})
  @DisplayName("after no reply is right after the upgrade")
  void afterNone(String query, String expected) {
    assertEquals(List.of(expected), FakeConnection.opened(query).sent());
  }

  @Test
  @DisplayName("an end after replies waits for those that are late")
  void waitsForReplies() {
    FakeConnection connection = FakeConnection.opened("text=a&delay=1s&closeAfterMessages=1");
    connection.receiveText("hi");
    connection.pass("0.999S");
    assertEquals(List.of(), connection.sent());
    connection.pass("0.001S");
    assertEquals(List.of("text a", "close 1000"), connection.sent());
  }

  @Test
  @DisplayName("an end after a time does not wait for replies, and they are not sent")
  void leavesRepliesOut() {
    FakeConnection connection = FakeConnection.opened("delay=2s&closeAfter=1s");
    connection.receiveText("hi");
    connection.pass("5S");
    assertEquals(List.of("close 1000"), connection.sent());
  }

  @Test
  @DisplayName("fragments of a message count as one")
  void fragments() {
    FakeConnection connection = FakeConnection.opened("reply=none&closeAfterMessages=1");
    connection.receive(Frame.text(Buffer.buffer("a"), false));
    assertEquals(List.of(), connection.sent());
  }

  @Test
  @DisplayName("of two ends the first counts")
  void firstEnd() {
    FakeConnection connection = FakeConnection.opened("closeAfter=2s&dropAfter=1s");
    connection.pass("3S");
    assertEquals(List.of("fin"), connection.sent());
    assertFalse(connection.hasTimers());
  }

  @Test
  @DisplayName("the peer's close frame is answered, or not with ignoreClose=yes")
  void ignoreClose() {
    assertTrue(Queries.terms("ignoreClose=no").answerClose());
    assertTrue(Queries.terms("delay=0s").answerClose());
    assertFalse(Queries.terms("ignoreClose=yes").answerClose());
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1003, 1007, 1014, 3000, 4999})
  @DisplayName("a code that may be sent is sent")
  void codes(int code) {
    FakeConnection connection = FakeConnection.opened("closeAfterMessages=0&closeCode=" + code);
    assertEquals(List.of("close " + code), connection.sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000})
  @DisplayName("a code that must not be sent is refused (RFC 6455, section 7.4)")
  void forbiddenCodes(int code) {
    assertEquals(
        "closeCode="
            + code
            + ": must be a whole number, 1000 to 1003, 1007 to 1014 or 3000 to 4999",
        Queries.problems("closeAfter=1s&closeCode=" + code));
  }

  @Test
  @DisplayName("a reason has at most 123 bytes, which is what a close frame holds")
  void reason() {
    String most = "%C3%BC".repeat(61) + "a";
    FakeConnection connection = FakeConnection.opened("closeAfterMessages=0&closeReason=" + most);
    assertEquals(List.of("close 1000 " + "ü".repeat(61) + "a"), connection.sent());
    assertEquals(
        "closeReason=" + "ü".repeat(62) + ": must be text, up to 123 bytes",
        Queries.problems("closeAfter=1s&closeReason=" + "%C3%BC".repeat(62)));
  }
}
