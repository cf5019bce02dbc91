package io.wsgauge.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A shell in which a command runs in this process. */
public final class TestShell {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Runnable> interrupt = new CompletableFuture<>();
  private final Shell shell;

  public TestShell() {
    this(Map.of(), "");
  }

  TestShell(Map<String, String> environment, String in) {
    shell =
        new Shell(
            environment,
            Path.of(""),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            hangup -> {},
            interrupt::complete);
  }

  Shell shell() {
    return shell;
  }

  /** Runs a command to its end. */
  public int run(String... arguments) {
    return Commands.run(arguments, shell, null, "1.2.3");
  }

  /** What a Ctrl-C does, once a command has said so. */
  CompletableFuture<Void> interruptWhen(CompletableFuture<?> condition) {
    return condition.thenCombine(interrupt, (met, action) -> action).thenAccept(Runnable::run);
  }

  public List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  public List<String> err() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
