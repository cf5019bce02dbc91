package io.wsgauge.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the process has of the shell that started it.
 *
 * @param directory the working directory
 * @param terminal whether standard output is a terminal
 * @param errTerminal whether standard error is one, whose last line can be drawn again
 * @param interactive whether standard input and output are one, at which somebody types
 * @param hangup takes what is done at each SIGHUP from then on, on any thread
 * @param interrupt takes what is done at SIGINT and SIGTERM from then on, on any thread
 */
public record Shell(
    Map<String, String> environment,
    Path directory,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean terminal,
    boolean errTerminal,
    boolean interactive,
    Consumer<Runnable> hangup,
    Consumer<Runnable> interrupt) {

  /** Whether what is printed may have colours (no-color.org). */
  boolean colours() {
    return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() && !isDumb();
  }

  /** Whether the last line of standard output can be drawn again. */
  boolean redrawsOutput() {
    return terminal && !isDumb();
  }

  /** Whether the last line of standard error can be drawn again. */
  boolean redraws() {
    return errTerminal && !isDumb();
  }

  private boolean isDumb() {
    return environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  /**
   * Prints a line on standard output.
   *
   * @throws OutputException when nobody reads it any more, or the disk is full
   */
  void print(String line) {
    draw(line + System.lineSeparator());
  }

  /**
   * Prints without an end of line.
   *
   * @throws OutputException when nobody reads it any more, or the disk is full
   */
  void draw(String text) {
    out.print(text);
    if (out.checkError()) {
      throw new OutputException();
    }
  }

  /**
   * Prints bytes as they are.
   *
   * @throws OutputException when nobody reads it any more, or the disk is full
   */
  void write(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    if (out.checkError()) {
      throw new OutputException();
    }
  }

  /** Standard output cannot be written. */
  static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputException() {
      super("standard output cannot be written", null, false, false);
    }
  }
}
