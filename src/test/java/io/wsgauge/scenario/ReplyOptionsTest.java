package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.ConnectionRecords;
import io.wsgauge.socket.SocketConfig;
import io.wsgauge.testing.Configs;
import io.wsgauge.wire.Frame;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyOptionsTest {
  private static FakeConnection openedWhereEchoIsUsual(String query) {
    SocketConfig socket =
        Configs.socket("{\"reply\": {\"mode\": \"echo\", \"text\": \"" + Queries.USUAL + "\"}}");
    Scenarios scenarios =
        new Scenarios(Configs.scenario("{}"), "node", socket, ConnectionRecords.none());
    Acceptance terms = (Acceptance) scenarios.choose(Queries.handshake(query)).orElseThrow();
    return FakeConnection.opened(terms.behaviour());
  }

  private static List<String> replies(String query) {
    FakeConnection connection = FakeConnection.opened(query);
    connection.receiveText("hi");
    return connection.sent();
  }

  private static JsonObject json(FakeConnection connection) {
    return connection.frames().get(connection.frames().size() - 1).payload().toJsonObject();
  }

  @ParameterizedTest
  @CsvSource({
    "reply=text, text usual",
    "text=pong, text pong",
    "reply=text&text=pong, text pong",
    "reply=echo, text hi",
    "as=binary, binary usual",
    "reply=echo&as=binary, binary hi",
    "pong=no, text usual",
  })
  @DisplayName("a message is answered with what the query says, or else with what is configured")
  void content(String query, String expected) {
    assertEquals(List.of(expected), replies(query));
  }

  @Test
  @DisplayName("with reply=none it is not answered")
  void none() {
    assertEquals(List.of(), replies("reply=none"));
  }

  @ParameterizedTest
  @CsvSource({"delay=0s, text hi", "text=pong, text pong", "reply=text, text usual"})
  @DisplayName("where the echo is configured, it is the reply if there is no text")
  void usuallyEcho(String query, String expected) {
    FakeConnection connection = openedWhereEchoIsUsual(query);
    connection.receiveText("hi");
    assertEquals(List.of(expected), connection.sent());
  }

  @ParameterizedTest
  @CsvSource({"same, binary usual", "text, text usual", "binary, binary usual"})
  @DisplayName("a binary message is answered with binary, or as the query says")
  void toBinary(String as, String expected) {
    FakeConnection connection = FakeConnection.opened("as=" + as);
    connection.receive(Frame.binary(Buffer.buffer("hi"), true));
    assertEquals(List.of(expected), connection.sent());
  }

  @Test
  @DisplayName("the echo of binary as text is UTF-8, with U+FFFD for what is not")
  void echoOfBinaryAsText() {
    FakeConnection connection = FakeConnection.opened("reply=echo&as=text");
    Buffer broken = Buffer.buffer(new byte[] {'a', (byte) 0xff, 'b'});
    connection.receive(Frame.binary(broken, true));
    assertEquals(Buffer.buffer("a\ufffdb"), connection.frames().get(0).payload());
  }

  @Test
  @DisplayName("the echo of fragments is one message")
  void echoOfFragments() {
    FakeConnection connection = FakeConnection.opened("reply=echo");
    connection.receive(Frame.text(Buffer.buffer("h"), false));
    connection.receive(Frame.continuation(true, Buffer.buffer("i"), true));
    assertEquals(List.of("text hi"), connection.sent());
  }

  @Test
  @DisplayName("with reply=count it is answered with its number, type, size, checksum and time")
  void count() {
    FakeConnection connection = FakeConnection.opened("reply=count");
    connection.receiveText("hü");
    connection.receive(Frame.binary(Buffer.buffer("hi"), true));
    JsonObject json = json(connection);
    String received = (String) json.remove("received");
    assertFalse(Instant.parse(received).isAfter(Instant.now()));
    assertEquals("2026-11-22T23:00:00.123456Z".length(), received.length());
    assertTrue(((Number) json.remove("age")).doubleValue() >= 0);
    assertEquals(
        new JsonObject()
            .put("sequence", 2)
            .put("type", "binary")
            .put("size", 2)
            .put("fragments", 1)
            .put("compressed", false)
            .put("crc32", "d8932aac"),
        json);
    assertEquals(3, connection.frames().get(0).payload().toJsonObject().getInteger("size"));
  }

  @Test
  @DisplayName("with reply=info it is answered with what the server saw of the handshake")
  void info() {
    FakeConnection connection = FakeConnection.opened("reply=info");
    connection.receiveText("hi");
    assertEquals("GET /ws?reply=info HTTP/1.1", json(connection).getString("requestLine"));
    assertEquals(7, json(connection).getInteger("connection"));
  }

  @Test
  @DisplayName("others may have their turn after each of the replies that are due at once")
  void delayInTurns() {
    FakeConnection connection = FakeConnection.opened("reply=echo&delay=1s&fragment=3");
    for (int i = 0; i < 10; i++) {
      connection.receiveText("hi");
    }
    connection.pass("1s");
    assertEquals(30, connection.sent().size());
    assertEquals(3, connection.mostAtOnce());
  }

  @Test
  @DisplayName("a delay is of each message, from when it came in")
  void delay() {
    FakeConnection connection = FakeConnection.opened("reply=echo&delay=250ms");
    connection.receiveText("a");
    connection.pass("0.2S");
    connection.receiveText("b");
    connection.pass("0.049S");
    assertEquals(List.of(), connection.sent());
    connection.pass("0.001S");
    assertEquals(List.of("text a"), connection.sent());
    connection.pass("0.2S");
    assertEquals(List.of("text b"), connection.sent());
  }

  @Test
  @DisplayName("jitter keeps the order, and is over when its longest time is")
  void jitter() {
    FakeConnection connection = FakeConnection.opened("reply=echo&delay=1s&jitter=100ms");
    List<String> expected = IntStream.range(0, 100).mapToObj(i -> "text " + i).toList();
    IntStream.range(0, 100).forEach(i -> connection.receiveText("" + i));
    connection.pass("0.999S");
    assertEquals(List.of(), connection.sent());
    connection.pass("0.101S");
    assertEquals(expected, connection.sent());
  }

  @Test
  @DisplayName("jitter is not the same for each")
  void jitterVaries() {
    FakeConnection connection = FakeConnection.opened("jitter=1s");
    IntStream.range(0, 100).forEach(i -> connection.receiveText("hi"));
    connection.pass("0.5S");
    int early = connection.sent().size();
    assertTrue(early < 100, "all of 100 are early");
  }

  @Test
  @DisplayName("replies that wait count with their bytes, so that no more is read")
  void bytesWait() {
    FakeConnection connection = FakeConnection.opened("reply=echo&delay=1s");
    connection.receiveText("x".repeat((1 << 20) + 1));
    assertFalse(connection.isReading());
    connection.pass("1S");
    assertTrue(connection.isReading());
  }
}
