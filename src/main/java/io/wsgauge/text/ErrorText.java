package io.wsgauge.text;

import io.netty.handler.ssl.NotSslRecordException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Errors in words for people, in which no name of a class is. They may quote a peer or a secret as
 * the error does, and are neither escaped nor cut. Thread-safe.
 */
public final class ErrorText {
  /** The class of a cause, with which the messages of the JDK's own wrappers begin. */
  private static final Pattern CLASS =
      Pattern.compile("\\b(?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error)\\b(?:: ?)?");

  /** What Netty's native transports put before the system's own words. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

  /** What Vert.x says of a future that did not complete in time. */
  private static final Pattern TIMED_OUT = Pattern.compile("Timeout (\\d{1,18}) \\(ms\\) fired");

  private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private ErrorText() {}

  /** What went wrong, with the file where it was one. */
  public static String of(Throwable error) {
    return error instanceof FileSystemException inFile && inFile.getFile() != null
        ? ofFile(error) + ": " + inFile.getFile()
        : ofFile(error);
  }

  /** What went wrong with a file that whoever reads this knows. */
  public static String ofFile(Throwable error) {
    if (error instanceof NoSuchFileException) {
      return "no such file";
    }
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof FileSystemException inFile && inFile.getReason() != null) {
      return inFile.getReason();
    }
    if (error instanceof CharacterCodingException) {
      return "not UTF-8";
    }
    if (error instanceof ClosedChannelException) {
      return "the connection was closed";
    }
    if (causes(error).anyMatch(NotSslRecordException.class::isInstance)) {
      return "the port does not speak TLS"; // the library's message has all that came, in hex
    }
    // of TLS, all but the last say that there was an error
    return ofMessage(
        error instanceof SSLException ? causes(error).reduce((a, b) -> b).orElseThrow() : error);
  }

  private static String ofMessage(Throwable error) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    String words = CLASS.matcher(message).replaceAll("").strip();
    if (words.isEmpty()) {
      return error.getCause() == null ? ofClass(error.getClass()) : ofFile(error.getCause());
    }
    Matcher late = TIMED_OUT.matcher(words);
    if (late.matches()) {
      return "not done within "
          + Durations.format(Duration.ofMillis(Long.parseLong(late.group(1))));
    }
    return error instanceof UnknownHostException && !words.contains(" ")
        ? "the name does not resolve: " + words
        : SYSTEM_CALL.matcher(words).replaceFirst("");
  }

  /** The words of which the name is made: a {@code TimeoutException} is a timeout. */
  private static String ofClass(Class<?> type) {
    String name = type.getSimpleName().replaceFirst("(Runtime)?(Exception|Error)$", "");
    return name.isEmpty()
        ? "unknown error"
        : WORD.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  private static Stream<Throwable> causes(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause);
  }
}
