package io.wsgauge.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ScenarioReadmeTest {
  @Test
  @DisplayName("the table of the README holds every key of the query as the code has it")
  void table() throws IOException {
    String table =
        Queries.scenarios("{}").parameters().stream()
            .map(ScenarioReadmeTest::row)
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(Path.of("README.md")).contains(table),
        "README.md should hold these rows:\n" + table);
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
