package io.wsgauge.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a {@code connect} prints: two streams, or one terminal at which somebody types. */
interface Screen {
  boolean isTerminal();

  /** Prints a line of the conversation, which is bytes where it is no terminal. */
  void line(byte[] bytes);

  default void line(String text) {
    line(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints a line of the conversation that is none of its messages. */
  void frame(String text);

  /** Prints a line about the conversation, which is no good news. */
  void note(String text);

  /** The streams of a shell. */
  static Screen of(Shell shell) {
    return new Screen() {
      @Override
      public boolean isTerminal() {
        return shell.terminal();
      }

      @Override
      public void line(byte[] bytes) {
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        shell.write(line);
      }

      @Override
      public void frame(String text) {
        shell.err().println(text);
      }

      @Override
      public void note(String text) {
        shell.err().println("wsgauge: " + text);
      }
    };
  }
}
