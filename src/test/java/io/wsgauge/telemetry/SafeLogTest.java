package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.HostileText;
import io.wsgauge.testing.WrittenLog;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log makes of text that nobody has escaped. */
class SafeLogTest {
  private static final Logger LIBRARY = LoggerFactory.getLogger("org.example.library");

  private WrittenLog log;

  @BeforeEach
  void open() {
    log = new WrittenLog();
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  @DisplayName("a message is one line without controls")
  void messages() {
    HostileText.all().forEach(LIBRARY::warn);
    HostileText.assertNone(log.text());
    assertEquals(HostileText.all().size(), log.text().lines().count());
  }

  @Test
  @DisplayName("so are the messages of exceptions, their causes and what they suppress")
  void exceptions() {
    for (String text : HostileText.all()) {
      Exception suppressed = new Exception(text);
      Exception error = new Exception(text, new Exception(text));
      error.addSuppressed(suppressed);
      LIBRARY.warn("failed", error);
    }
    HostileText.assertNone(log.text());
  }

  @Test
  @DisplayName("a stack trace keeps its lines")
  void stackTrace() {
    LIBRARY.warn("failed", new IllegalStateException("a\nb"));
    List<String> lines = log.text().lines().toList();
    assertEquals("java.lang.IllegalStateException: a\\nb", lines.get(1));
    assertTrue(lines.get(2).startsWith("\tat io.wsgauge.telemetry.SafeLogTest"), lines.get(2));
  }

  @Test
  @DisplayName("what libraries and exceptions quote is cut")
  void cut() {
    LIBRARY.warn("m".repeat(5000), new Exception("e".repeat(5000)));
    assertTrue(log.text().contains("m".repeat(1000) + "…\n"));
    assertTrue(log.text().contains("e".repeat(200) + "…\n"));
  }

  @Test
  @DisplayName("what is escaped already stays as it is")
  void escaped() {
    LIBRARY.warn("a\\u{1b}\\\\n");
    assertTrue(log.text().endsWith("a\\u{1b}\\\\n\n"), log.text());
  }
}
