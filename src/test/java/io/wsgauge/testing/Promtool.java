package io.wsgauge.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own checks, where its promtool is installed. */
public final class Promtool {
  private static final String MISSING = "no promtool on the PATH";

  private Promtool() {}

  /** Skips the test without it, or fails it where {@code WSGAUGE_TEST_PROMETHEUS} requires it. */
  public static void assume() {
    if ("required".equals(System.getenv("WSGAUGE_TEST_PROMETHEUS"))) {
      if (!installed()) {
        throw new AssertionError(MISSING);
      }
    } else {
      Assumptions.assumeTrue(installed(), MISSING);
    }
  }

  private static boolean installed() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Path.of(directory, "promtool").toFile().canExecute());
  }

  /** Runs it, and fails with its output where it finds fault. */
  public static void run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("promtool " + List.of(arguments) + "\n" + output);
    }
  }
}
