package io.wsgauge.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A line of a shell in a pseudo-terminal of its own, which script(1) of util-linux opens. */
public final class PseudoTerminal implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;

  private final Process process;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Thread reader;

  private PseudoTerminal(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "terminal");
    reader.start();
  }

  /** Runs a line of a shell in a terminal of so many columns. */
  public static PseudoTerminal run(
      Path directory, Map<String, String> environment, int columns, String line)
      throws IOException {
    String all = "stty cols " + columns + " rows 24; exec " + line;
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", all, "/dev/null");
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    return new PseudoTerminal(builder.start());
  }

  private void read() {
    try (InputStream output = process.getInputStream()) {
      byte[] bytes = new byte[8192];
      for (int count = output.read(bytes); count > 0; count = output.read(bytes)) {
        synchronized (shown) {
          shown.write(bytes, 0, count);
          shown.notifyAll();
        }
      }
    } catch (IOException e) {
      // it was ended
    }
  }

  public void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** What the terminal has got until now, control sequences included. */
  public String shown() {
    synchronized (shown) {
      return shown.toString(StandardCharsets.UTF_8);
    }
  }

  /**
   * Waits until it has got the text behind what it had got before, and gives where that ends.
   *
   * @param from where it is looked for
   */
  public int await(String text, int from) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    synchronized (shown) {
      while (true) {
        int at = shown().indexOf(text, from);
        if (at >= 0) {
          return at + text.length();
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no " + text + " in:\n" + shown().substring(from));
        }
        shown.wait(left);
      }
    }
  }

  /** Waits for its end; an exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs:\n" + shown());
    }
    reader.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
