package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EchoedFlowTest {
  private static EchoedFlow flow(UnaryOperator<String> change) {
    EchoedFlow flow = new EchoedFlow(true);
    for (int i = 0; i < Numbered.COUNT; i++) {
      Buffer payload = Buffer.buffer(change.apply(Numbered.payload(i).toString()));
      flow.add(new CheckSocket.Message(Numbered.isText(i), payload, 0, 1));
    }
    return flow;
  }

  @Test
  @DisplayName("messages of which each comes back with other bytes are an echo that was changed")
  void changed() {
    EchoedFlow flow = flow(text -> text.replace('e', '3').replace("wsg", "wxg"));

    assertTrue(flow.isChanged());
    assertEquals(Numbered.COUNT, flow.flow(false, Numbered.COUNT).contentChanged());
  }

  @Test
  @DisplayName("a server that answers each message with its own text has changed nothing")
  void ownAnswers() {
    assertFalse(flow(text -> "hello, i am server").isChanged());
    assertFalse(flow(text -> "x".repeat(text.length())).isChanged());
  }

  @Test
  @DisplayName("of an echo of which some messages are changed, the others are known")
  void someChanged() {
    EchoedFlow flow = flow(text -> text.startsWith("wsgauge 3 ") ? "y" + text.substring(1) : text);

    assertFalse(flow.isChanged());
    assertEquals(1, flow.flow(false, Numbered.COUNT).contentChanged());
  }

  @Test
  @DisplayName("what a server that is no wsgauge sends besides is none of the echo")
  void pushes() {
    EchoedFlow flow = new EchoedFlow(false);
    for (int i = 0; i < Numbered.COUNT; i++) {
      flow.add(new CheckSocket.Message(true, Buffer.buffer("{\"price\": 17}"), 0, 1));
      flow.add(new CheckSocket.Message(Numbered.isText(i), Numbered.payload(i), 0, 1));
    }

    assertEquals(Numbered.COUNT, flow.arrived());
    assertEquals(0, flow.flow(false, Numbered.COUNT).contentChanged());
    assertEquals(0, flow.flow(false, Numbered.COUNT).lost());
  }
}
