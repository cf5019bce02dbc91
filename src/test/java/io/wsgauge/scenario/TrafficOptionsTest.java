package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wsgauge.wire.Frame;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficOptionsTest {
  private static List<Integer> pushed(FakeConnection connection) {
    return connection.frames().stream()
        .map(frame -> frame.payload().toJsonObject().getInteger("push"))
        .toList();
  }

  @Test
  @DisplayName("a push comes in each interval, the first after one")
  void push() {
    FakeConnection connection = FakeConnection.opened("push=1s");
    connection.pass("0.999S");
    assertEquals(List.of(), pushed(connection));
    connection.pass("0.001S");
    assertEquals(List.of(1), pushed(connection));
    connection.pass("2.5S");
    assertEquals(List.of(1, 2, 3), pushed(connection));
    assertTrue(connection.frames().get(0).isText());
  }

  @Test
  @DisplayName("it ends with its count")
  void pushCount() {
    FakeConnection connection = FakeConnection.opened("push=1s&pushCount=2");
    connection.pass("10S");
    assertEquals(List.of(1, 2), pushed(connection));
    assertFalse(connection.hasTimers());
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 65536})
  @DisplayName("it is JSON of just the size that is asked for, where that is enough")
  void pushSize(int size) {
    FakeConnection connection = FakeConnection.opened("push=1s&pushSize=" + size);
    connection.pass("1S");
    assertEquals(size, connection.frames().get(0).payload().length());
    assertEquals(List.of(1), pushed(connection));
  }

  @Test
  @DisplayName("where it is not, it has no padding")
  void pushSizeTooSmall() {
    FakeConnection connection = FakeConnection.opened("push=1s&pushSize=10");
    connection.pass("1S");
    JsonObject json = connection.frames().get(0).payload().toJsonObject();
    assertFalse(json.containsKey("padding"));
    assertEquals("2026-11-22T23:00:00.123Z".length(), json.getString("time").length());
  }

  @Test
  @DisplayName("what the peer does not take is left out, and its number shows that")
  void pushLeftOut() {
    FakeConnection connection = FakeConnection.opened("push=1s");
    connection.pass("1S");
    connection.room(0);
    connection.pass("2S");
    connection.room(1000);
    connection.pass("1S");
    assertEquals(List.of(1, 4), pushed(connection));
  }

  @Test
  @DisplayName("pings are numbered")
  void ping() {
    FakeConnection connection = FakeConnection.opened("ping=5s");
    connection.pass("10S");
    assertEquals(List.of("ping 1", "ping 2"), connection.sent());
  }

  @Test
  @DisplayName("pings are answered, or not with pong=no")
  void pong() {
    assertTrue(Queries.terms("pong=yes").pong());
    assertTrue(Queries.terms("delay=0s").pong());
    assertFalse(Queries.terms("pong=no").pong());
  }

  @Test
  @DisplayName("a burst comes at once, and then its summary")
  void burst() {
    FakeConnection connection = FakeConnection.opened("burst=3&burstSize=10");
    assertEquals(4, connection.frames().size());
    for (Frame frame : connection.frames().subList(0, 3)) {
      assertTrue(frame.isBinary());
      assertEquals(10, frame.length());
    }
    JsonObject summary = connection.frames().get(3).payload().toJsonObject();
    assertTrue(summary.getLong("microseconds") >= 0);
    summary.remove("microseconds");
    assertEquals(new JsonObject().put("burst", 3).put("bytes", 30), summary);
  }

  @Test
  @DisplayName("others may have their turn after each message of a burst")
  void burstInTurns() {
    FakeConnection connection = FakeConnection.opened("burst=10&fragment=3");
    assertEquals(31, connection.sent().size());
    assertEquals(3 + 1, connection.mostAtOnce()); // the summary comes with the last
  }

  @Test
  @DisplayName("a burst waits for the peer to take it, and goes on where it stopped, once")
  void burstWaits() {
    FakeConnection connection = FakeConnection.opened("burst=10", 4);
    assertEquals(4, connection.sent().size());
    connection.room(4);
    assertEquals(4, connection.sent().size());
    connection.room(100);
    assertEquals(3, connection.sent().size());
    connection.room(100);
    assertEquals(0, connection.sent().size());
  }

  @Test
  @DisplayName("with stopReading nothing is read for that time")
  void stopReading() {
    FakeConnection connection = FakeConnection.opened("stopReading=5s");
    assertFalse(connection.isReading());
    connection.pass("4.999S");
    assertFalse(connection.isReading());
    connection.pass("0.001S");
    assertTrue(connection.isReading());
  }

  @Test
  @DisplayName("without traffic in the query there is none")
  void none() {
    FakeConnection connection = FakeConnection.opened("reply=echo");
    assertFalse(connection.hasTimers());
    assertTrue(connection.isReading());
    assertEquals(List.of(), connection.sent());
  }
}
