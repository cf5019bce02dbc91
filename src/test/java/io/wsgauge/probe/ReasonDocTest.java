package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReasonDocTest {
  @Test
  @DisplayName("the table of docs/targets.md holds every reason for which a run can fail")
  void table() throws IOException {
    String table =
        Arrays.stream(Reason.values())
            .map(reason -> "| `%s` | %s |%n".formatted(reason.label(), reason.text()))
            .collect(Collectors.joining());
    assertTrue(
        Files.readString(Path.of("docs/targets.md")).contains(table),
        "docs/targets.md should hold these rows:\n" + table);
  }
}
