package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.text.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenarioDocTest {
  @Test
  @DisplayName("the table of docs/scenarios.md holds every key of the query as the code has it")
  void table() throws IOException {
    String table =
        Queries.scenarios("{}").parameters().stream()
            .map(ScenarioDocTest::row)
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(Path.of("docs/scenarios.md")).contains(table),
        "docs/scenarios.md should hold these rows:\n" + table);
  }

  @Test
  @DisplayName("the keys of a scenario are shown in a target's URL, but its id, and no others")
  void shownInUrls() {
    String query =
        Queries.scenarios("{}").parameters().stream()
            .map(parameter -> parameter.name() + (parameter.name().equals("id") ? "=***" : "=x"))
            .collect(Collectors.joining("&"));
    assertEquals("ws://h/ws?" + query, Secrets.mask("ws://h/ws?" + query.replace("***", "x")));
    assertEquals("ws://h/ws?replyTo=***", Secrets.mask("ws://h/ws?replyTo=x"));
  }

  private static String row(Parameter<?> parameter) {
    String needs =
        parameter.needs().isEmpty() ? "" : " Needs " + String.join(" or ", parameter.needs()) + ".";
    return "| `%s=%s` | %s | %s | %s |%n"
        .formatted(
            parameter.name(),
            parameter.example(),
            parameter.kind().range(),
            parameter.without(),
            parameter.description() + needs);
  }
}
