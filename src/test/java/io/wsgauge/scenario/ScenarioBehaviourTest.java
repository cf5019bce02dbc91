package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.wire.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenarioBehaviourTest {
  private final List<String> done = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final ScenarioBehaviour play =
      new ScenarioBehaviour(
          List.of(
              new Action() {
                @Override
                public void received(ActionContext stage, Message message) {
                  messages.add(message);
                }
              }));
  private final FakeConnection connection = FakeConnection.opened(play);

  private void inOrder(String task, int millis) {
    play.inOrder(Duration.ofMillis(millis), 0, () -> done.add(task));
  }

  private void inOrder(int size, int millis) {
    play.inOrder(Duration.ofMillis(millis), size, () -> done.add("" + size));
  }

  private List<String> done() {
    List<String> all = List.copyOf(done);
    done.clear();
    return all;
  }

  @Test
  @DisplayName("fragments are one message, also where they cut a character")
  void gathers() {
    Buffer bytes = Buffer.buffer("aü");
    connection.receive(Frame.text(bytes.slice(0, 2), false));
    connection.receive(Frame.continuation(true, Buffer.buffer(), false));
    assertEquals(List.of(), messages);
    connection.receive(Frame.continuation(true, bytes.slice(2, 3), true));
    assertEquals("aü", messages.get(0).payload().toString(StandardCharsets.UTF_8));
    assertTrue(messages.get(0).text());
    assertEquals(1, messages.size());
  }

  @Test
  @DisplayName(
      "what it keeps is told: a message that is not complete, and each task beside its bytes")
  void keeps() {
    connection.receive(Frame.text(Buffer.buffer("abc"), false));
    assertEquals(3, connection.kept());
    inOrder(10, 5);
    inOrder(20, 5);
    connection.receive(Frame.continuation(true, Buffer.buffer("d"), true));
    assertEquals(10 + 20 + 2 * 1024, connection.kept());
    connection.pass("0.005S");
    assertEquals(0, connection.kept());
  }

  @Test
  @DisplayName("each message has the type of its own first frame, and the next number")
  void typeAndNumber() {
    connection.receive(Frame.binary(Buffer.buffer("a"), false));
    connection.receive(Frame.continuation(false, Buffer.buffer("b"), true));
    connection.receiveText("c");
    assertFalse(messages.get(0).text());
    assertTrue(messages.get(1).text());
    assertEquals(1, messages.get(0).number());
    assertEquals(2, messages.get(1).number());
    assertEquals(Buffer.buffer("c"), messages.get(1).payload());
  }

  @Test
  @DisplayName("actors are told in the order in which the parts have added them")
  void actorsInOrder() {
    List<Action> actors = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      actors.add(
          new Action() {
            @Override
            public void opened(ActionContext stage) {
              done.add(name);
            }
          });
    }
    new ScenarioBehaviour(actors).opened(connection);
    assertEquals(List.of("first", "second"), done());
  }

  @Test
  @DisplayName("without a delay, and with nothing before it, a task is done at once")
  void atOnce() {
    inOrder("a", 0);
    assertEquals(List.of("a"), done());
    assertFalse(connection.hasTimers());
  }

  @Test
  @DisplayName("a task is not done before its time, which begins when it is handed in")
  void delayed() {
    inOrder("a", 100);
    connection.pass("0.06S");
    inOrder("b", 100);
    connection.pass("0.039S");
    assertEquals(List.of(), done());
    connection.pass("0.001S");
    assertEquals(List.of("a"), done());
    connection.pass("0.059S");
    assertEquals(List.of(), done());
    connection.pass("0.001S");
    assertEquals(List.of("b"), done());
  }

  @Test
  @DisplayName("a task that is due sooner waits for those before it, and is done right after them")
  void orderIsKept() {
    inOrder("a", 100);
    inOrder("b", 50);
    inOrder("c", 0);
    inOrder("d", 150);
    connection.pass("0.099S");
    assertEquals(List.of(), done());
    connection.pass("0.001S");
    assertEquals(List.of("a", "b", "c"), done());
    connection.pass("0.05S");
    assertEquals(List.of("d"), done());
  }

  @Test
  @DisplayName("what a task hands in comes after what waits")
  void handedInByTask() {
    play.inOrder(Duration.ofMillis(1), 0, () -> inOrder("b", 0));
    inOrder("a", 0);
    connection.pass("0.001S");
    assertEquals(List.of("a", "b"), done());
  }

  @Test
  @DisplayName("when all has been done, a task without a delay is done at once again")
  void atOnceAgain() {
    inOrder("a", 100);
    connection.pass("0.1S");
    inOrder("b", 0);
    assertEquals(List.of("a", "b"), done());
  }

  @Test
  @DisplayName("while more than 1 MiB waits, nothing is read")
  void tooManyBytes() {
    inOrder(1 << 20, 100);
    assertTrue(connection.isReading());
    inOrder(1, 100);
    assertFalse(connection.isReading());
    connection.pass("0.1S");
    assertEquals(2, done().size());
    assertTrue(connection.isReading());
  }

  @Test
  @DisplayName("while more than 1000 tasks wait, nothing is read")
  void tooManyTasks() {
    for (int i = 0; i < 1000; i++) {
      inOrder(0, 100);
    }
    assertTrue(connection.isReading());
    inOrder(0, 200);
    assertFalse(connection.isReading());
    connection.pass("0.1S");
    assertEquals(1000, done().size());
    assertTrue(connection.isReading());
  }

  @Test
  @DisplayName("nothing is read until it is released as often as it was held")
  void holdsAreCounted() {
    play.hold();
    play.hold();
    play.release();
    assertFalse(connection.isReading());
    play.release();
    assertTrue(connection.isReading());
  }

  @Test
  @DisplayName("what waits and who holds are counted together")
  void heldAndCrowded() {
    play.hold();
    inOrder((1 << 20) + 1, 100);
    connection.pass("0.1S");
    assertFalse(connection.isReading());
    play.release();
    assertTrue(connection.isReading());
  }

  @Test
  @DisplayName("after the end nothing that waited is done")
  void nothingAfterTheEnd() {
    inOrder("a", 100);
    play.inOrder(Duration.ofMillis(100), 0, () -> connection.close(1000, "bye"));
    inOrder("b", 0);
    inOrder("c", 200);
    connection.pass("1S");
    assertEquals(List.of("a"), done());
    assertEquals(List.of("close 1000 bye"), connection.sent());
  }

  @Test
  @DisplayName("after the end it is read again, so that the peer's close frame is seen")
  void readsAfterTheEnd() {
    play.hold();
    inOrder((1 << 20) + 1, 100);
    connection.close(1000, "bye");
    assertTrue(connection.isReading());
  }
}
