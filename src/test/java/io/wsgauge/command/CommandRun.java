package io.wsgauge.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A command on a thread of its own, with streams of the test's. */
final class CommandRun implements AutoCloseable {
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PipedOutputStream typing = new PipedOutputStream();
  private final AtomicReference<Runnable> interrupt = new AtomicReference<>(() -> {});
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /**
   * @param terminal type of the terminal; empty for none
   */
  private CommandRun(
      InputStream in, OutputStream out, Path directory, String terminal, String... arguments)
      throws IOException {
    Shell shell =
        new Shell(
            Map.of("TERM", terminal.isEmpty() ? "xterm" : terminal),
            directory,
            in == null ? new PipedInputStream(typing) : in,
            new PrintStream(out == null ? captured : out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            !terminal.isEmpty(),
            false,
            false,
            hangup -> {},
            interrupt::set);
    new Thread(() -> exit.complete(Commands.run(arguments, shell, null, "1")), "command").start();
  }

  static CommandRun start(String... arguments) throws IOException {
    return new CommandRun(null, null, Path.of(""), "", arguments);
  }

  static CommandRun in(Path directory, String... arguments) throws IOException {
    return new CommandRun(null, null, directory, "", arguments);
  }

  static CommandRun onXterm(String... arguments) throws IOException {
    return onTerminal("xterm", arguments);
  }

  /** On a terminal of this type. */
  static CommandRun onTerminal(String type, String... arguments) throws IOException {
    return new CommandRun(null, null, Path.of(""), type, arguments);
  }

  static CommandRun reading(InputStream in, String... arguments) throws IOException {
    return new CommandRun(in, null, Path.of(""), "", arguments);
  }

  static CommandRun writing(OutputStream out, String... arguments) throws IOException {
    return new CommandRun(null, out, Path.of(""), "", arguments);
  }

  void type(String text) throws IOException {
    typing.write(text.getBytes(StandardCharsets.UTF_8));
    typing.flush();
  }

  void endInput() throws IOException {
    typing.close();
  }

  /** As Ctrl-C does. */
  void interrupt() {
    interrupt.get().run();
  }

  int exitCode() throws Exception {
    return exit.get(30, TimeUnit.SECONDS);
  }

  String out() {
    return captured.toString(StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    return captured.toByteArray();
  }

  List<String> lines() {
    return out().lines().toList();
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until so many lines were printed. */
  List<String> awaitLines(int count) throws InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    while (out().chars().filter(c -> c == '\n').count() < count) {
      if (System.nanoTime() > end) {
        throw new AssertionError("only: " + out() + err());
      }
      Thread.sleep(5);
    }
    return lines();
  }

  @Override
  public void close() {
    interrupt(); // which is nothing to one that has ended
  }
}
