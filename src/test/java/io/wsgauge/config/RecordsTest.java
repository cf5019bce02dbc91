package io.wsgauge.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private enum Mode {
    TEXT,
    echo
  }

  private record Part(int size, boolean on) {}

  private record Large(int size, long more) {}

  private record Whole(
      String name, Duration interval, Mode mode, Part part, List<Part> parts, Set<Integer> codes) {}

  @Test
  @DisplayName("each component is what the key of its name holds")
  void components() {
    JsonObject json =
        new JsonObject(
            """
            {"name": "a", "interval": "250ms", "mode": "text", "part": {"size": 1, "on": true},
             "parts": [{"size": 2, "on": false}], "codes": [1001, 1000], "more": 1}
            """);
    assertEquals(
        new Whole(
            "a",
            Duration.ofMillis(250),
            Mode.TEXT,
            new Part(1, true),
            List.of(new Part(2, false)),
            Set.of(1000, 1001)),
        Records.read(json, Whole.class));
  }

  @Test
  @DisplayName("a number may be a size with a unit")
  void sizes() {
    JsonObject json = new JsonObject().put("size", "64KiB").put("more", "4GiB");
    assertEquals(new Large(65536, 4L << 30), Records.read(json, Large.class));
  }

  @Test
  @DisplayName("what is left out is null")
  void leftOut() {
    assertNull(Records.read(new JsonObject(), Whole.class).name());
  }

  @Test
  @DisplayName("a value that the type has no place for is a fault of the schema")
  void noPlace() {
    JsonObject json = new JsonObject().put("mode", "binary");
    assertThrows(IllegalStateException.class, () -> Records.read(json, Whole.class));
  }
}
