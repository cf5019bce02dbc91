package io.wsgauge.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.wsgauge.text.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as it was written, before defaults and checks.
 *
 * @param name what a message calls it: the file as it was named, or {@code -conf}
 * @param file from which it can be read again; null for a source that cannot be read again, such as
 *     a pipe
 */
public record ConfigSource(String name, JsonObject json, @Nullable Path file) {
  /** The file of the working directory, and of the jar where that has none. */
  public static final String DEFAULT_FILE = "conf/config.json";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // several times of what the schema has, and far from where the stack would end
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(100).build())
          .build();

  /** A source that cannot be read again. */
  public ConfigSource(String name, JsonObject json) {
    this(name, json, null);
  }

  /**
   * Finds and parses a configuration. Blocks on the file system.
   *
   * @param argument a file, or JSON when it begins with a brace; null for {@link #DEFAULT_FILE}
   * @param directory what a relative file name is relative to
   */
  public static ConfigSource find(@Nullable String argument, Path directory)
      throws ConfigException {
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
    return read(name, Objects.requireNonNull(file, "it cannot be read again"));
  }

  private static ConfigSource parse(String name, String text) throws ConfigException {
    if (text.isBlank()) {
      throw new ConfigException(name, "not JSON: empty");
    }
    try (JsonParser parser = JSON.createParser(text)) {
      if (decode(name, parser) instanceof JsonObject json) {
        if (text.contains("\\u") && !UTF_8.newEncoder().canEncode(json.encode())) {
          throw new ConfigException(name, "a text has half of a surrogate pair, which is no UTF-8");
        }
        return new ConfigSource(name, json);
      }
      throw new ConfigException(name, "must be a JSON object");
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  private static Object decode(String name, JsonParser parser) throws ConfigException {
    try {
      return JacksonCodec.fromParser(parser, Object.class);
    } catch (DecodeException e) {
      throw e.getCause() instanceof JsonProcessingException error
          ? notJson(
              name,
              error.getLocation() == null ? parser.currentTokenLocation() : error.getLocation(),
              JsonFault.words(error.getOriginalMessage()))
          : notJson(name, parser.currentTokenLocation(), "a second value after the first");
    }
  }

  private static ConfigException notJson(String name, JsonLocation at, String reason) {
    return new ConfigException(
        name,
        "not JSON: line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), reason));
  }

  private static ConfigSource read(String name, Path file) throws ConfigException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(ConfiguredFile.bytes(file));
      String text = ConfiguredFile.withoutMark(UTF_8.newDecoder().decode(bytes).toString());
      JsonObject json = parse(name, text).json();
      return new ConfigSource(name, json, Files.isRegularFile(file) ? file : null);
    } catch (IOException e) {
      throw new ConfigException(
          name,
          e instanceof NoSuchFileException
              ? "no such file"
              : "cannot be read: " + ErrorText.ofFile(e));
    }
  }

  static String resource(String name) {
    try (InputStream in = ConfigSource.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable in the jar: " + name, e);
    }
  }
}
