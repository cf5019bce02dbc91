package io.wsgauge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The time of day of another process, as this one says; what is monotonic goes on as it did. */
public final class FakeClock {
  private final Path library;
  private final Path file;

  private FakeClock(Path library, Path file) {
    this.library = library;
    this.file = file;
  }

  /** Where libfaketime is; empty where it is not. */
  private static Optional<Path> library() throws IOException {
    try (Stream<Path> libraries =
        Files.find(
            Path.of("/usr/lib"),
            3,
            (path, attributes) -> path.endsWith("faketime/libfaketime.so.1"))) {
      return libraries.findFirst();
    }
  }

  public static boolean isThere() throws IOException {
    return library().isPresent();
  }

  /** Skips the test that calls it where there is no libfaketime. */
  public static FakeClock in(Path directory) throws IOException {
    return new FakeClock(
        library()
            .orElseGet(
                () ->
                    Assumptions.abort(
                        "there is no libfaketime (Debian: apt-get install faketime)")),
        Files.writeString(directory.resolve("clock"), "+0"));
  }

  /** What the process is to be started with. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_FORCE_MONOTONIC_FIX", "0", // else waits of the JVM return at once
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_TIMESTAMP_FILE", file.toString());
  }

  /** Has the clock be so many hours away from this machine's, within a second. */
  public void jumpTo(int hours) throws IOException {
    Files.writeString(file, (hours < 0 ? "" : "+") + hours + "h");
  }
}
