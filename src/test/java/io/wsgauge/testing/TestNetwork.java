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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * Hosts on a bridge, each a network namespace with an address of its own, which can be cut off
 * without a word. This process is at {@link #gateway()}. Needs root, iproute2 and nft on Linux.
 */
public final class TestNetwork implements Closeable {
  private static final String REQUIRED = "WSGAUGE_TEST_NETNS";

  private static final Pattern BYTES = Pattern.compile("counter packets \\d+ bytes (\\d+)");
  private static final String PREFIX = "wsg";
  private static final Pattern OURS = Pattern.compile(PREFIX + "(\\d+)(n\\d+)?");

  /** Names hold the process, so that what it leaves when it is killed is found by the next. */
  private final String name = PREFIX + ProcessHandle.current().pid();

  /** One of its own for each process, as far as there are some. */
  private final String subnet = "10.213." + (1 + ProcessHandle.current().pid() % 250);

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
    removeLeftovers();
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

  /** Ends what processes that are gone have left: namespaces, who runs in them, and bridges. */
  private static void removeLeftovers() throws IOException {
    for (String namespace : leftovers("ip", "netns", "list")) {
      for (String pid : run("ip", "netns", "pids", namespace).lines().toList()) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
      run("ip", "netns", "delete", namespace);
    }
    for (String bridge : leftovers("ip", "-brief", "link", "show", "type", "bridge")) {
      run("ip", "link", "delete", bridge);
    }
  }

  /** Names, the first words of lines, that hold a process which is gone. */
  private static List<String> leftovers(String... command) throws IOException {
    return run(command)
        .lines()
        .map(line -> OURS.matcher(line.split(" ", 2)[0]))
        .filter(Matcher::matches)
        .filter(
            found ->
                ProcessHandle.of(Long.parseLong(found.group(1)))
                    .filter(ProcessHandle::isAlive)
                    .isEmpty())
        .map(Matcher::group)
        .toList();
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
    return subnet + ".254";
  }

  /**
   * @param host from 1 on
   */
  public String address(int host) {
    return subnet + "." + host;
  }

  private String namespace(int host) {
    return name + "n" + host;
  }

  /** Runs a command on a host until it ends, and gives what it printed. */
  public String in(int host, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(host)));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  /** Starts the jar on a host. */
  public ServiceProcess start(
      int host, Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException {
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
    return ServiceProcess.command(directory, environment, command);
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

  /** Counts the bytes of TCP that a host receives and sends at these ports of whichever end. */
  public void count(int host, String ports) throws Exception {
    in(host, "nft", "add table inet count");
    for (String hook : List.of("input", "output")) {
      in(
          host,
          "nft",
          "add chain inet count %1$s { type filter hook %1$s priority 1; }".formatted(hook));
      for (String end : List.of("sport", "dport")) {
        in(host, "nft", "add rule inet count %s tcp %s { %s } counter".formatted(hook, end, ports));
      }
    }
  }

  /** What has been counted. */
  public long counted(int host) throws Exception {
    return in(host, "nft", "list table inet count")
        .lines()
        .mapToLong(
            line -> {
              Matcher bytes = BYTES.matcher(line);
              return bytes.find() ? Long.parseLong(bytes.group(1)) : 0;
            })
        .sum();
  }

  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
      return output;
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
