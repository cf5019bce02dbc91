package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.TargetConfig.Kind;
import io.wsgauge.testing.Configs;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  private static final Instant TIME = Instant.parse("2026-11-22T23:00:00.123456Z");

  private static Exchange question(JsonObject target) {
    JsonObject client =
        new JsonObject()
            .put("targets", new JsonArray().add(target.put("name", "t").put("url", "ws://x")));
    TargetConfig config = Configs.client(client.encode()).targets().get(0);
    return new Exchange.Template(config).at(7, TIME);
  }

  private static Exchange question(String message, int size) {
    return question(new JsonObject().put("message", message).put("messageSize", size));
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "hi, hi",
    "{sequence}, 7",
    "{time}, 2026-11-22T23:00:00.123Z",
    "{sequence}{sequence} {Sequence} {message} {, 77 {Sequence} {message} {",
  })
  @DisplayName("placeholders that are known are filled in, and nothing else")
  void placeholders(String message, String payload) {
    assertEquals(payload, question(message, 0).payload().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "ab, 1, a",
    "ab, 2, ab",
    "ab, 5, ababa",
    "é, 4, éé",
    "é, 5, 'éé '",
    "a€, 3, a a",
    "a€, 4, a€",
    "😀, 5, '😀 '",
    "😀, 3, '   '",
    "'', 3, '   '",
    "{sequence}, 3, 777",
  })
  @DisplayName("a size is one in bytes, and no character is cut in two")
  void size(String message, int size, String payload) {
    Buffer sent = question(message, size).payload();
    assertEquals(size, sent.length());
    assertEquals(payload, sent.toString());
  }

  @Test
  @DisplayName("a ping carries its number, and is told from every other")
  void ping() {
    Exchange ping = question(new JsonObject().put("kind", "ping").put("message", "x"));
    assertEquals(Kind.PING, ping.kind());
    assertEquals("wsgauge 7", ping.payload().toString());
  }

  @Test
  @DisplayName("what is expected has the placeholders of the message, and the message itself")
  void expected() {
    Exchange question =
        question(
            new JsonObject()
                .put("message", "n {sequence}")
                .put("expect", "{sequence} at {time}: {message}"));
    assertEquals("7 at 2026-11-22T23:00:00.123Z: n 7", question.expected().toString());
  }

  @Test
  @DisplayName("what looks like a placeholder in what was sent is left as it was sent")
  void messageWithPlaceholder() {
    Exchange question =
        question(new JsonObject().put("message", "{message}").put("expect", "{message}!"));
    assertEquals("{message}!", question.expected().toString());
  }

  @Test
  @DisplayName("a pattern must be found anywhere in the reply")
  void pattern() {
    Exchange question = question(new JsonObject().put("expectPattern", "b+c"));
    assertNull(question.judge(true, Buffer.buffer("abbcd")));
    assertEquals(Reason.REPLY_MISMATCH, question.judge(true, Buffer.buffer("ab\nc")).reason());
  }

  @Test
  @DisplayName("of a long reply that is not the expected one the head is shown")
  void longReply() {
    Exchange question = question(new JsonObject().put("expect", "a"));
    assertEquals("x".repeat(100), question.judge(true, Buffer.buffer("x".repeat(1000))).detail());
    assertEquals("", question.judge(true, Buffer.buffer()).detail());
  }
}
