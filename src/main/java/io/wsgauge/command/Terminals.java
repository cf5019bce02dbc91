package io.wsgauge.command;

import java.io.IOError;
import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal of this process, as JLine knows it. */
final class Terminals {
  private static final int DEFAULT_COLUMNS = 80;

  private Terminals() {}

  /** The columns of the terminal; 80 without one, or where it does not say. */
  static int columns() {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      return terminal.getWidth() > 0 ? terminal.getWidth() : DEFAULT_COLUMNS;
    } catch (IOException | IOError e) {
      return DEFAULT_COLUMNS;
    }
  }
}
