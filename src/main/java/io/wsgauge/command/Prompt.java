package io.wsgauge.command;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A terminal at which somebody types while lines are printed above. The history is kept in memory
 * alone, since messages may hold secrets. Lines may be printed on any thread.
 */
final class Prompt implements Screen, ConnectInput, AutoCloseable {
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final Terminal terminal;
  private final LineReader reader;
  private final TypedLine typed;
  private Runnable interrupt = () -> {};
  private final boolean colours;

  Prompt(TypedLine typed, boolean colours) throws IOException {
    this.typed = typed;
    this.colours = colours;
    this.terminal =
        TerminalBuilder.builder().system(true).dumb(true).encoding(StandardCharsets.UTF_8).build();
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            // a message is no command line of a shell
            .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            // each line of what is pasted is a message
            .option(Option.BRACKETED_PASTE, false)
            .build();
  }

  /** As well while nothing is typed, when JLine would leave the signal to end the process. */
  @Override
  public void onInterrupt(Runnable action) {
    interrupt = action;
    terminal.handle(Terminal.Signal.INT, signal -> action.run());
  }

  @Override
  public @Nullable Outgoing next() {
    while (true) {
      try {
        String line = reader.readLine(colours ? GREEN + "> " + PLAIN : "> ");
        if (line.equals("/help")) {
          TypedLine.HELP.lines().forEach(reader::printAbove);
        } else if (!line.isEmpty()) {
          return typed.parse(line);
        }
      } catch (IllegalArgumentException e) {
        note(String.valueOf(e.getMessage()));
      } catch (UserInterruptException | IOError e) {
        // a Ctrl-C ends the stty as well that JLine runs, if it comes just then
        interrupt.run();
        return null;
      } catch (EndOfFileException e) {
        return null;
      }
    }
  }

  @Override
  public boolean isTerminal() {
    return true;
  }

  @Override
  public void line(byte[] bytes) {
    reader.printAbove(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void frame(String text) {
    reader.printAbove(text);
  }

  @Override
  public void note(String text) {
    reader.printAbove(colours ? RED + text + PLAIN : text);
  }

  /** Gives the terminal back as it was. */
  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
