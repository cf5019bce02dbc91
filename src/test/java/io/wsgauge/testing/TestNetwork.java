package io.wsgauge.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Hosts on a bridge, each a network namespace with an address of its own, which can be cut off
 * without a word. This process is at {@link #gateway()}. Needs root, iproute2 and nft on Linux.
 */
public final class TestNetwork implements Closeable {
  private static final String REQUIRED = "WSGAUGE_TEST_NETNS";

  private final String name = "wsg" + ProcessHandle.current().pid() % 100_000;
  private final int hosts;

  private TestNetwork(int hosts) {
    this.hosts = hosts;
  }

  /** Skips the test that calls it where there can be none, unless it is required. */
  public static TestNetwork create(int hosts) throws Exception {
    String missing = missing();
    if (missing != null && "required".equals(System.getenv(REQUIRED))) {
      throw new AssertionError(missing);
    }
    if (missing != null) {
      System.err.println("Skipped, " + missing);
    }
    Assumptions.assumeTrue(missing == null, missing);
    TestNetwork network = new TestNetwork(hosts);
    network.up();
    return network;
  }

  /** By what all times are multiplied: machines that only run tests are given twice of it. */
  public static int patience() {
    return "required".equals(System.getenv(REQUIRED)) ? 2 : 1;
  }

  private static String missing() throws IOException {
    Path user = Path.of("/proc/self/status");
    if (!Files.exists(user)
        || Files.readAllLines(user).stream().noneMatch(line -> line.matches("Uid:\\s+0\\s.*"))) {
      return "network namespaces need root on Linux";
    }
    for (String command : List.of("ip", "nft")) {
      if (Arrays.stream(System.getenv("PATH").split(":"))
          .noneMatch(directory -> Files.isExecutable(Path.of(directory, command)))) {
        return "no command " + command + ", see docs/development.md";
      }
    }
    return null;
  }

  private void up() throws Exception {
    run("ip", "link", "add", name, "type", "bridge");
    run("ip", "address", "add", gateway() + "/24", "dev", name);
    run("ip", "link", "set", name, "up");
    for (int host = 1; host <= hosts; host++) {
      String veth = name + "v" + host;
      run("ip", "netns", "add", namespace(host));
      run("ip", "link", "add", veth, "type", "veth", "peer", "eth0", "netns", namespace(host));
      run("ip", "link", "set", veth, "master", name, "up");
      in(host, "ip", "address", "add", address(host) + "/24", "dev", "eth0");
      in(host, "ip", "link", "set", "eth0", "up");
      in(host, "ip", "link", "set", "lo", "up");
    }
  }

  /** The address of this process. */
  public String gateway() {
    return "10.213.77.254";
  }

  /**
   * @param host from 1 on
   */
  public String address(int host) {
    return "10.213.77." + host;
  }

  private String namespace(int host) {
    return name + "n" + host;
  }

  /** Runs a command on a host until it ends. */
  public void in(int host, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  /** Starts the jar on a host. */
  public ServiceProcess start(int host, Path directory, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                namespace(host),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                ServiceProcess.JAR.toString()));
    command.addAll(arguments);
    return ServiceProcess.command(directory, Map.of(), command);
  }

  /** Drops all packets between a host and those addresses, without a word. */
  public void cut(int host, List<String> addresses) throws Exception {
    String set = "{ " + String.join(", ", addresses) + " }";
    in(host, "nft", "add", "table", "inet", "cut");
    for (String hook : List.of("input", "output")) {
      in(
          host,
          "nft",
          "add chain inet cut %1$s { type filter hook %1$s priority 0; }".formatted(hook));
      in(
          host,
          "nft",
          "add rule inet cut %s ip %s %s drop"
              .formatted(hook, hook.equals("input") ? "saddr" : "daddr", set));
    }
  }

  /** Ends a cut; does nothing without one. */
  public void heal(int host) throws Exception {
    in(host, "nft", "add table inet cut; delete table inet cut");
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(String.join(" ", command));
    }
  }

  @Override
  public void close() throws IOException {
    for (int host = 1; host <= hosts; host++) {
      run("ip", "netns", "delete", namespace(host));
    }
    run("ip", "link", "delete", name);
  }
}
