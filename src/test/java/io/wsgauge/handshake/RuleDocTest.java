package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RuleDocTest {
  @Test
  @DisplayName("the table of docs/http-api.md holds every rule that a request can break")
  void table() throws IOException {
    String table =
        "|---|---|---|%n".formatted()
            + Arrays.stream(Rule.values()).map(RuleDocTest::row).collect(Collectors.joining())
            + "%n".formatted();
    assertTrue(
        Files.readString(Path.of("docs/http-api.md")).contains(table),
        "docs/http-api.md should hold these rows, and no other:\n" + table);
  }

  private static String row(Rule rule) {
    String status = rule.status() == 0 ? "as asked" : Integer.toString(rule.status());
    return "| `%s` | %s | %s |%n".formatted(rule.label(), status, rule.text());
  }
}
