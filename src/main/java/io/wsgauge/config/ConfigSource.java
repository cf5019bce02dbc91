package io.wsgauge.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A configuration as it was written, before defaults and checks.
 *
 * @param name what a message calls it: the file as it was named, or {@code -conf}
 * @param file from which it can be read again; null for none, such as a pipe
 */
public record ConfigSource(String name, JsonObject json, Path file) {
  /** The file of the working directory, and of the jar where that has none. */
  public static final String DEFAULT_FILE = "conf/config.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** One that cannot be read again. */
  public ConfigSource(String name, JsonObject json) {
    this(name, json, null);
  }

  /**
   * Finds and parses a configuration. Blocks on the file system.
   *
   * @param argument a file, or JSON when it begins with a brace; null for {@link #DEFAULT_FILE}
   * @param directory what a relative file name is relative to
   */
  public static ConfigSource find(String argument, Path directory) throws ConfigException {
    if (argument == null) {
      Path file = directory.resolve(DEFAULT_FILE);
      return Files.exists(file)
          ? read(DEFAULT_FILE, file)
          : parse("packaged " + DEFAULT_FILE, resource(DEFAULT_FILE));
    }
    if (argument.isBlank()) {
      throw new ConfigException("-conf", "needs a file or JSON");
    }
    return argument.stripLeading().startsWith("{")
        ? parse("-conf", argument)
        : read(argument, directory.resolve(argument));
  }

  /** What the file holds now; blocks. */
  public ConfigSource again() throws ConfigException {
    return read(name, file);
  }

  private static ConfigSource parse(String name, String text) throws ConfigException {
    try {
      Object value = MAPPER.readValue(text, Object.class);
      if (value instanceof Map<?, ?>) {
        @SuppressWarnings("unchecked") // the keys of a JSON object are strings
        Map<String, Object> members = (Map<String, Object>) value;
        return new ConfigSource(name, new JsonObject(members));
      }
      throw new ConfigException(name, "must be a JSON object");
    } catch (JsonProcessingException e) {
      throw new ConfigException(name, "not JSON: " + reason(text, e));
    }
  }

  private static String reason(String text, JsonProcessingException error) {
    if (text.isBlank()) {
      return "empty";
    }
    return "line %d, column %d: %s"
        .formatted(
            error.getLocation().getLineNr(),
            error.getLocation().getColumnNr(),
            error instanceof MismatchedInputException
                ? "a second value after the first"
                // without what Jackson says of its own settings
                : error.getOriginalMessage().replaceFirst("(?s) \\((for|start marker) .*", ""));
  }

  private static ConfigSource read(String name, Path file) throws ConfigException {
    try {
      JsonObject json = parse(name, Files.readString(file)).json();
      return new ConfigSource(name, json, Files.isRegularFile(file) ? file : null);
    } catch (IOException e) {
      throw new ConfigException(name, Files.exists(file) ? "cannot be read: " + e : "no such file");
    }
  }

  static String resource(String name) {
    try (InputStream in = ConfigSource.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable in the jar: " + name, e);
    }
  }
}
