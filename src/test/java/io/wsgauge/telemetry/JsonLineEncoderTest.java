package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.HostileText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonLineEncoderTest {
  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("io.wsgauge.Part");
  private final JsonLineEncoder encoder = new JsonLineEncoder(context);

  private String line(String message, Throwable error) {
    LoggingEvent event =
        new LoggingEvent("caller", logger, Level.WARN, message, error, new Object[0]);
    event.setThreadName("a thread");
    event.setInstant(Instant.parse("2026-11-22T22:59:01.000999Z"));
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("an event is one object with its time, level, logger, thread and message")
  void event() {
    JsonObject json = new JsonObject(line("it \"failed\"", null));
    assertEquals(Set.of("time", "level", "logger", "thread", "message"), json.fieldNames());
    assertEquals(
        Instant.parse("2026-11-22T22:59:01Z"),
        OffsetDateTime.parse(json.getString("time")).toInstant());
    assertEquals("WARN", json.getString("level"));
    assertEquals("io.wsgauge.Part", json.getString("logger"));
    assertEquals("a thread", json.getString("thread"));
    assertEquals("it \"failed\"", json.getString("message"));
  }

  @Test
  @DisplayName("the stack trace of an exception is in the same line, with its causes")
  void exception() {
    String line = line("failed", new IllegalStateException("a\nb", new Exception("cause")));
    assertEquals(1, line.lines().count());
    String trace = new JsonObject(line).getString("exception");
    assertTrue(trace.startsWith("java.lang.IllegalStateException: a\\nb\n\tat "), trace);
    assertTrue(trace.contains("Caused by: java.lang.Exception: cause"), trace);
  }

  @Test
  @DisplayName("nothing that is quoted makes a line of its own or hides one")
  void hostile() {
    for (String text : HostileText.all()) {
      String line = line(text, new Exception(text));
      HostileText.assertNone(line);
      assertEquals(1, line.lines().count());
      HostileText.assertNone(new JsonObject(line).getString("message"));
    }
  }
}
