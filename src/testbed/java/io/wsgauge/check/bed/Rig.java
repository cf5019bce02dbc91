package io.wsgauge.check.bed;

import io.wsgauge.testing.Certificates;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs products on loopback, each with a configuration of its own. Thread-safe. */
final class Rig implements Closeable {
  private static final int START_SECONDS = 60;

  private final Path directory;
  private final Path authority;

  /** A wsgauge that all lead to. */
  private final int server;

  private final Set<Integer> ports = new HashSet<>();
  private final Map<String, Path> certificates = new HashMap<>();
  private final List<Closeable> running = new ArrayList<>();

  Rig(Path directory, int server) throws Exception {
    this.directory = directory;
    this.server = server;
    this.authority = Files.createDirectories(directory.resolve("authority"));
    Certificates.authority(authority, "an authority");
  }

  /** Whether a program is where Debian has them, or on the path. */
  static boolean isThere(String program) {
    return program(program) != null
        && (!program.equals("python3")
            || Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/websockets")));
  }

  private static Path program(String name) {
    String path = "/usr/bin" + File.pathSeparator + "/usr/sbin" + File.pathSeparator;
    path += System.getenv("PATH");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(part -> Path.of(part, name))
        .filter(file -> file.toFile().canExecute())
        .findFirst()
        .orElse(null);
  }

  int server() {
    return server;
  }

  /** The certificate of the authority that is trusted. */
  Path authority() {
    return authority.resolve("certificate.pem");
  }

  /** A port that is free, and not given to any other. */
  synchronized int port() {
    for (; ; ) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (ports.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A port at which connections are taken and nothing is answered. */
  synchronized int mute() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    running.add(socket);
    return socket.getLocalPort();
  }

  /**
   * A directory with {@code certificate.pem}, {@code key.pem} and, of both, {@code both.pem}.
   *
   * @param kind good, expired, wrong (of another host), strange (of nobody who is trusted) or self
   */
  synchronized Path certificate(String kind) throws Exception {
    Path made = certificates.get(kind);
    if (made == null) {
      made = make(kind);
      certificates.put(kind, made);
    }
    return made;
  }

  private Path make(String kind) throws Exception {
    Path made = Files.createDirectory(directory.resolve("tls-" + kind));
    switch (kind) {
      case "self" -> Certificates.selfSigned(made, "localhost");
      case "expired" ->
          Certificates.signed(made, "localhost", authority, Certificates.valid(-90, -30));
      case "wrong" -> Certificates.signed(made, "other.example", authority);
      case "strange" -> Certificates.signed(made, "localhost", stranger());
      default -> Certificates.signed(made, "localhost", authority);
    }
    Files.writeString(
        made.resolve("both.pem"),
        Files.readString(made.resolve("certificate.pem"))
            + Files.readString(made.resolve("key.pem")));
    return made;
  }

  private Path stranger() throws Exception {
    Path other = Files.createDirectory(directory.resolve("stranger"));
    Certificates.authority(other, "a stranger");
    return other;
  }

  /** Ends something else with the products. */
  synchronized void closeAlso(Closeable other) {
    running.add(other);
  }

  /** A directory for one product. */
  Path home(String name) throws IOException {
    return Files.createTempDirectory(directory, name);
  }

  /**
   * Starts a program, and waits until it listens.
   *
   * @param arguments in which {@code FILE} is the file with the configuration
   */
  void start(Path home, int port, String configuration, String program, String... arguments)
      throws IOException, InterruptedException {
    Path file = Files.writeString(home.resolve("configuration"), configuration);
    List<String> command = new ArrayList<>(List.of(String.valueOf(program(program))));
    Arrays.stream(arguments).map(a -> a.replace("FILE", file.toString())).forEach(command::add);
    Path output = home.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    closeAlso(() -> end(process));
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > until) {
        throw new IOException(
            program + " did not start: " + Files.readString(output, StandardCharsets.UTF_8));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> workers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    workers.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public synchronized void close() throws IOException {
    for (Closeable one : running) {
      one.close();
    }
  }
}
