package io.wsgauge.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fat jar in a process of its own, with this test's JDK. */
public final class ServiceProcess implements AutoCloseable {
  public static final Path JAR = Path.of(System.getProperty("wsgauge.jar")).toAbsolutePath();

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final long TIMEOUT_MILLIS = 30_000;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private ServiceProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "service-output");
    reader.start();
  }

  /** Runs {@code java} with these arguments and nothing of this environment but the path. */
  public static ServiceProcess java(
      Path directory, Map<String, String> environment, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(arguments);
    return command(directory, environment, command);
  }

  /** Runs any command, of whichever JVM, with nothing of this environment but the path. */
  public static ServiceProcess command(
      Path directory, Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().putAll(environment);
    return new ServiceProcess(builder.start());
  }

  /** Runs {@code java -jar wsgauge.jar} with these arguments. */
  public static ServiceProcess jar(
      Path directory, Map<String, String> environment, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-jar", JAR.toString()));
    all.addAll(List.of(arguments));
    return java(directory, environment, all);
  }

  /**
   * Runs the jar by a line of a shell, in which {@code "$@"} is the command that does.
   *
   * @param line ends with an {@code exec} of it, so that signals reach it
   */
  public static ServiceProcess shell(
      Path directory, Map<String, String> environment, String line, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", line, "sh", JAVA, "-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command(directory, environment, command);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether this process, and so each that it starts, ignores the signal of that number. */
  public static boolean ignores(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(ignored -> (ignored >> (signal - 1) & 1) == 1);
  }

  /** Both outputs, in the order in which they came. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for a line in which the expression is found. */
  public Matcher awaitLine(String regex) throws InterruptedException {
    return awaitLines(regex, 1);
  }

  /** Waits for so many lines in which the expression is found, and gives the last of them. */
  public Matcher awaitLines(String regex, int count) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000;
    int found = 0;
    synchronized (lines) {
      for (int next = 0; ; next++) {
        while (next >= lines.size()) {
          long left = (end - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            throw new AssertionError("no " + regex + " in:\n" + String.join("\n", lines));
          }
          lines.wait(left);
        }
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find() && ++found == count) {
          return matcher;
        }
      }
    }
  }

  /** Waits until it listens, on whichever port. */
  public int awaitPort() throws InterruptedException {
    return Integer.parseInt(awaitLine("page +https?://[^:]+:(\\d+)/").group(1));
  }

  /** Sends a signal, named without its SIG. */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end and for all that it printed. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still runs:\n" + String.join("\n", lines()));
    }
    reader.join(TIMEOUT_MILLIS);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
