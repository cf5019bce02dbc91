package io.wsgauge.config;

import io.wsgauge.text.ErrorText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A file that the configuration names. */
public final class ConfiguredFile {
  private ConfiguredFile() {}

  /** Reads what is to be found in a file. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Blocks.
     *
     * @throws IllegalArgumentException when it holds something else; the message is the rule
     */
    T read(Path file) throws IOException, GeneralSecurityException;
  }

  /**
   * Reads a file, and adds what stands against it. Blocks.
   *
   * @param path of the key that names it
   * @param file empty for none
   * @return null without a file, or when there is a problem
   */
  public static <T> @Nullable T check(
      String path, String file, Reader<T> reader, Problems problems) {
    if (file.isEmpty()) {
      return null;
    }
    try {
      return reader.read(Path.of(file));
    } catch (NoSuchFileException | InvalidPathException e) {
      problems.add(path, file, "no such file");
    } catch (IllegalArgumentException e) {
      problems.add(path, file, String.valueOf(e.getMessage()));
    } catch (IOException | GeneralSecurityException e) {
      problems.add(path, file, "cannot be read: " + ErrorText.ofFile(e));
    }
    return null;
  }

  /**
   * What a file holds. Blocks.
   *
   * @throws IOException when that is over a 32nd of the heap as well, since what is made of it is
   *     many times as large
   */
  static byte[] bytes(Path file) throws IOException {
    int most = (int) Math.min(Integer.MAX_VALUE - 1, Runtime.getRuntime().maxMemory() / 32);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("it is over " + most + " bytes, a 32nd of the heap");
      }
      return bytes;
    }
  }

  /** What the file holds, in UTF-8. Blocks. */
  public static String text(Path file) throws IOException {
    return withoutMark(Files.readString(file));
  }

  /** Without the byte order mark that some editors put before all else. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * A password or the like: what the file holds, without white space around it. Blocks.
   *
   * @throws IllegalArgumentException when that is nothing, or more than a line
   */
  public static String secret(Path file) throws IOException {
    String secret = text(file).strip();
    if (secret.isEmpty() || secret.lines().count() > 1) {
      throw new IllegalArgumentException("must hold one line");
    }
    return secret;
  }
}
