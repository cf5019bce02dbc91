package io.wsgauge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsgauge.config.ConfigException;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the directory has one fault, and beside it the message that tells it. */
class InvalidConfigTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/config");

  static Stream<String> invalidFiles() throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidFiles")
  @DisplayName("a wrong configuration is refused with exactly the message that names its fault")
  void refused(String file) throws IOException {
    String expected = Files.readString(DIRECTORY.resolve(file.replace(".json", ".txt"))).strip();
    ConfigException refusal =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    ConfigSource.find(file, DIRECTORY), Overrides.of(Map.of()), Config.class));
    assertEquals(expected, refusal.getMessage());
  }
}
