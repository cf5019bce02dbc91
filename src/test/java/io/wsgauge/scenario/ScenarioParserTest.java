package io.wsgauge.scenario;

import static io.wsgauge.scenario.Queries.handshake;
import static io.wsgauge.scenario.Queries.problems;
import static io.wsgauge.scenario.Queries.scenarios;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.BehaviourSelector.Choice;
import io.wsgauge.socket.BehaviourSelector.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioParserTest {
  static List<Parameter<?>> parameters() {
    return scenarios("{}").parameters();
  }

  private static String replyTo(String query) {
    FakeConnection connection = FakeConnection.opened(query);
    connection.receiveText("hi");
    return connection.sent().get(0);
  }

  @Test
  @DisplayName("an empty query chooses nothing")
  void emptyQuery() {
    assertEquals(Optional.empty(), scenarios("{}").choose(handshake("")));
  }

  @Test
  @DisplayName("where scenarios are off, no query chooses anything, nor is one refused")
  void disabled() {
    Scenarios off = scenarios("{\"enabled\": false}");
    assertEquals(Optional.empty(), off.choose(handshake("reply=echo")));
    assertEquals(Optional.empty(), off.choose(handshake("reply=nonsense")));
  }

  @Test
  @DisplayName("a problem is refused with 400 at once")
  void refusal() {
    assertEquals(400, Queries.refusal("reply=shout").status());
    assertTrue(Queries.refusal("reply=shout").delay().isZero());
  }

  @ParameterizedTest
  @MethodSource("parameters")
  @DisplayName("a value that its kind does not know is refused with key, value and rule")
  void wrongValue(Parameter<?> parameter) {
    String wrong = parameter.kind().type().equals("text") ? "x".repeat(70_000) : "?";
    String expected = parameter.name() + "=" + (wrong.equals("?") ? wrong : "x".repeat(80) + "…");
    String problems = problems(parameter.name() + "=" + wrong);
    assertTrue(problems.startsWith(expected + ": " + parameter.kind().rule()), problems);
  }

  @ParameterizedTest
  @MethodSource("parameters")
  @DisplayName("the example of each key is one that it takes, with one of the keys that it needs")
  void examples(Parameter<?> parameter) {
    String query = parameter.json().getString("example");
    for (Parameter<?> other : parameters()) {
      if (parameter.needs().indexOf(other.name()) == 0) {
        query += "&" + other.json().getString("example");
      }
    }
    query = parameter.name().equals("location") ? query.replace("503", "302") : query;
    Choice choice = Queries.choose(query, "Sec-WebSocket-Protocol: chat");
    assertTrue(
        choice instanceof Acceptance || ((Refused) choice).refusal().status() != 400,
        choice::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "fragmnt=2, fragmnt=2: unknown key; did you mean fragment?",
    "Delay=1s, Delay=1s: unknown key; did you mean delay?",
    "zzz=1, zzz=1: unknown key",
    "zzz, zzz=: unknown key",
  })
  @DisplayName("an unknown key is refused with the known one that is most like it, if there is one")
  void unknownKey(String query, String expected) {
    assertEquals(expected, problems(query));
  }

  @Test
  @DisplayName("a key that is there twice is refused, even with the same value")
  void twice() {
    assertEquals("reply: is there 2 times", problems("reply=echo&reply=echo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text=%zz", "text=%4", "%=1"})
  @DisplayName("what cannot be decoded is refused, and shown")
  void undecodable(String query) {
    String problems = problems(query);
    assertTrue(problems.startsWith("the query cannot be decoded: "), problems);
    assertTrue(problems.contains(query), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "text=a+b, text a b",
    "text=a%20b, text a b",
    "text=a%2Bb, text a+b",
    "text=a%26b%3Dc, text a&b=c",
    "text=a=b, text a=b",
    "text=a;b, text a;b",
    "text=%C3%BC, text ü",
    "te%78t=a, text a",
  })
  @DisplayName("a query is decoded as browsers encode it")
  void decoded(String query, String expected) {
    assertEquals(expected, replyTo(query));
  }

  @Test
  @DisplayName("a key without a value has the empty one")
  void emptyValue() {
    assertEquals("text", replyTo("text"));
    assertEquals("text", replyTo("text="));
  }

  @Test
  @DisplayName("empty parts of a query are passed over")
  void emptyParts() {
    assertEquals("text a", replyTo("&text=a&&"));
  }

  @ParameterizedTest
  @CsvSource({
    "closeCode=4001, closeAfter or closeAfterMessages",
    "closeReason=bye, closeAfter or closeAfterMessages",
    "drop=rst, dropAfter or dropAfterMessages",
    "pushSize=1, push",
    "pushCount=1, push",
    "burstSize=1, burst",
    "retryAfter=1, status",
    "location=/, status",
  })
  @DisplayName("a key that does nothing by itself is refused without one of those that it needs")
  void needs(String query, String needed) {
    assertEquals(query + ": needs " + needed, problems(query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "closeCode=4001&closeAfter=1s",
        "closeCode=4001&closeAfterMessages=1",
        "drop=rst&dropAfter=1s",
        "drop=rst&dropAfterMessages=1",
        "pushSize=1&push=1s",
      })
  @DisplayName("with one of them it is not")
  void needed(String query) {
    assertInstanceOf(Acceptance.class, Queries.choose(query));
  }

  @ParameterizedTest
  @CsvSource({
    "closeAfter=x&closeCode=4001, closeAfter=x: must be a duration",
    "status=1&retryAfter=1, status=1: must be a whole number",
  })
  @DisplayName("where the key that is needed has a wrong value, that is all that is said")
  void neededIsWrong(String query, String expected) {
    String problems = problems(query);
    assertTrue(problems.startsWith(expected), problems);
    assertFalse(problems.contains("needs"), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fragment=2&fragmentSize=10      | fragment=2: does not go with fragmentSize
          text=a&reply=echo               | text=a: goes with reply=text alone
          text=a&reply=none               | text=a: goes with reply=text alone
          status=302                      | status=302: needs location
          status=503&location=/           | location=/: needs a status of 3xx
          status=503&delay=1s             | status=503: lets nothing in, so that only retryAfter, \
          location and handshakeDelay go with it
          status=503&invalid=utf8         | status=503: lets nothing in, so that only retryAfter, \
          location and handshakeDelay go with it
          """)
  @DisplayName("a contradiction is refused with one of its keys, value and rule")
  void contradictions(String query, String expected) {
    assertEquals(expected, problems(query));
  }

  @Test
  @DisplayName("text goes with reply=text")
  void textWithText() {
    assertEquals("text a", replyTo("text=a&reply=text"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          push=10ms&pushSize=11    | pushSize=11: makes more bytes a second than \
          scenario.maxBytesPerSecond, 1000
          burst=11                 | burst=11: makes more bytes at once than \
          scenario.maxBytesPerSecond, 1000
          burst=1000&burstSize=2   | burst=1000: makes more bytes at once than \
          scenario.maxBytesPerSecond, 1000
          """)
  @DisplayName("a push or burst beyond scenario.maxBytesPerSecond is refused")
  void tooManyBytes(String query, String expected) {
    assertEquals(expected, problems("{\"maxBytesPerSecond\": 1000}", query));
  }

  @ParameterizedTest
  @ValueSource(strings = {"push=10ms&pushSize=10", "burst=10", "burst=1000&burstSize=1"})
  @DisplayName("one that makes just as many is not")
  void asManyBytes(String query) {
    Scenarios scenarios = scenarios("{\"maxBytesPerSecond\": 1000}");
    assertInstanceOf(Acceptance.class, scenarios.choose(handshake(query)).orElseThrow());
  }

  @Test
  @DisplayName("a broken protocol is refused where it is not allowed")
  void notAllowed() {
    assertEquals(
        "invalid=utf8: is not allowed here (scenario.allowInvalid)",
        problems("{}", "invalid=utf8"));
  }

  @Test
  @DisplayName("all problems are told at once")
  void several() {
    assertEquals(
        "dlay=1s: unknown key; did you mean delay?; as=x: must be one of same, text, binary;"
            + " drop=rst: needs dropAfter or dropAfterMessages;"
            + " fragment=2: does not go with fragmentSize",
        problems("dlay=1s&fragment=2&as=x&fragmentSize=9&drop=rst"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reply=%s", "%s=1", "text=%s%%zz", "text=%%zz%s", "closeReason=%s"})
  @DisplayName("of 10,000 characters little is shown, wherever they are")
  void longOnes(String query) {
    String problems = problems(query.formatted("x".repeat(10_000)));
    assertTrue(problems.contains("x…") && problems.length() < 300, problems);
  }

  @Test
  @DisplayName("a value of 80 characters is shown whole")
  void shownWhole() {
    String value = "x".repeat(80);
    assertTrue(problems("reply=" + value).startsWith("reply=" + value + ": must be"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          delay=3s           | delay=3s: must be a duration such as 250ms or 5s, 0s to 2s
          jitter=3s          | jitter=3s: must be a duration such as 250ms or 5s, 0s to 2s
          handshakeDelay=3s  | handshakeDelay=3s: must be a duration such as 250ms or 5s, 0s to 2s
          stopReading=3s     | stopReading=3s: must be a duration such as 250ms or 5s, 0s to 2s
          push=99ms          | push=99ms: must be a duration such as 250ms or 5s, 100ms to 24h
          ping=99ms          | ping=99ms: must be a duration such as 250ms or 5s, 100ms to 24h
          fragmentSize=201   | fragmentSize=201: must be a size in bytes such as 100 or 1KiB, 1 to 200
          fragment=6         | fragment=6: must be a whole number, 1 to 5
          burst=6            | burst=6: must be a whole number, 1 to 5
          """)
  @DisplayName("the bounds of the configuration are those of the rule")
  void bounds(String query, String expected) {
    String config =
        "{\"maxDelay\": \"2s\", \"minInterval\": \"100ms\", \"maxSize\": 200, \"maxCount\": 5}";
    assertEquals(expected, problems(config, query));
  }
}
