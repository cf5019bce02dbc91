package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.wsgauge.check.measurement.Integrity.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CountedFlowsTest {
  /** What a server answers that receives these numbers, one after the other. */
  private static List<CheckSocket.Message> answers(List<Integer> numbers) {
    List<CheckSocket.Message> answers = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      CRC32 crc = new CRC32();
      crc.update(Numbered.payload(number).getBytes());
      JsonObject json =
          new JsonObject()
              .put("sequence", i + 1)
              .put("type", Numbered.isText(number) ? "text" : "binary")
              .put("size", 200)
              .put("fragments", Numbered.frames(number))
              .put("crc32", "%08x".formatted(crc.getValue()));
      answers.add(new CheckSocket.Message(true, json.toBuffer(), 0, 1));
    }
    return answers;
  }

  private static List<Integer> all() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < Numbered.COUNT; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static CountedFlows of(List<CheckSocket.Message> answers) {
    CountedFlows flows = new CountedFlows();
    answers.forEach(flows::add);
    return flows;
  }

  @Test
  @DisplayName(
      "a message that the server never saw is lost on the way there, and none on the way back")
  void lostThere() {
    List<Integer> numbers = all();
    numbers.remove(7);
    CountedFlows flows = of(answers(numbers));
    assertEquals(1, flows.up(39, false).lost());
    assertEquals(0, flows.down(39, false).lost());
  }

  @Test
  @DisplayName("an answer that is missing in the server's sequence is lost on the way back")
  void lostBack() {
    List<CheckSocket.Message> answers = answers(all());
    answers.remove(7);
    CountedFlows flows = of(answers);
    assertEquals(0, flows.up(40, false).lost());
    assertEquals(1, flows.down(40, false).lost());
  }

  @Test
  @DisplayName("what was on its way when the connection ended is not lost, a gap before is")
  void cut() {
    List<Integer> numbers = all().subList(0, 12);
    assertEquals(0, of(answers(numbers)).up(12, true).lost());
    assertEquals(0, of(answers(numbers)).down(14, true).lost());
    numbers.remove(3);
    assertEquals(1, of(answers(numbers)).up(11, true).lost());
  }

  @Test
  @DisplayName("what came twice and what overtook is told by direction")
  void twice() {
    List<Integer> numbers = all();
    numbers.add(9, 8);
    Flow up = of(answers(numbers)).up(41, false);
    assertEquals(1, up.duplicated());
    assertEquals(0, up.lost());
    List<CheckSocket.Message> answers = answers(all());
    answers.add(5, answers.remove(4));
    answers.add(answers.get(39));
    Flow down = of(answers).down(40, false);
    assertEquals(1, down.reordered());
    assertEquals(1, down.duplicated());
    assertEquals(0, of(answers).up(40, false).reordered());
  }

  @Test
  @DisplayName("an answer that cannot be read was changed on the way back, and is not lost as well")
  void changedBack() {
    List<CheckSocket.Message> answers = answers(all());
    answers.set(3, new CheckSocket.Message(true, Buffer.buffer("{\"sequ"), 0, 1));
    Flow down = of(answers).down(40, false);
    assertEquals(1, down.contentChanged());
    assertEquals(0, down.lost());
    assertEquals(0, of(answers).up(40, false).lost());
  }
}
