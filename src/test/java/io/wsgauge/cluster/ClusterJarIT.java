package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.testing.Ports;
import io.wsgauge.testing.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The jar with the cluster's jar beside it, and without. */
class ClusterJarIT {
  @TempDir Path directory;

  private static final List<String> QUIET =
      List.of("--host", "127.0.0.1", "--port", "0", "--set", "cluster.host=127.0.0.1");

  private ServiceProcess start(String cluster, int port, int busPort, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(cluster));
    arguments.addAll(QUIET);
    arguments.addAll(
        List.of("--set", "cluster.port=" + port, "--set", "cluster.busPort=" + busPort));
    arguments.addAll(List.of(more));
    return ServiceProcess.jar(directory, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  @DisplayName("a cluster without its jar ends with 2 and one sentence")
  void missing() throws Exception {
    Path alone = Files.copy(ServiceProcess.JAR, directory.resolve("wsgauge.jar"));
    try (ServiceProcess process =
        ServiceProcess.java(
            directory,
            Map.of(),
            List.of("-jar", alone.toString(), "--cluster", "--set", "cluster.host=127.0.0.1"))) {
      assertEquals(2, process.awaitExit());
      assertEquals(
          List.of(
              "wsgauge: cluster.enabled needs wsgauge-cluster.jar beside wsgauge.jar, where it is"
                  + " not"),
          process.lines());
    }
  }

  @Test
  @DisplayName("without a cluster no class of its engine is loaded")
  void notLoaded() throws Exception {
    try (ServiceProcess process =
        ServiceProcess.java(
            directory,
            Map.of(),
            List.of(
                "-verbose:class",
                "-jar",
                ServiceProcess.JAR.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0"))) {
      process.awaitLine("self is up");
      assertEquals(
          List.of(),
          process.lines().stream()
              .filter(
                  line ->
                      line.contains("hazelcast")
                          || line.contains("wsgauge.cluster.ClusterVerticle"))
              .toList());
    }
  }

  @Test
  @DisplayName("a node alone is a cluster of one, says what is open, and ends in order")
  void alone() throws Exception {
    int port = Ports.free();
    try (ServiceProcess process = start("-cluster", port, Ports.free())) {
      process.awaitLine(
          "cluster +open 127.0.0.1:%d to who knows the cluster's name \\(no secret"
              .formatted(port));
      process.awaitLine("cluster +joined as ");
      process.signal("TERM");
      assertEquals(0, process.awaitExit());
      assertEquals(
          List.of(),
          process.lines().stream().filter(line -> line.matches(".* (ERROR|WARN) .*")).toList());
    }
  }

  @Test
  @DisplayName("shared targets and whom to ping are read again, and what cannot be is told by name")
  void reload() throws Exception {
    Path file = directory.resolve("my.json");
    String config =
        """
        {"server": {"host": "127.0.0.1", "port": 0, "reloadInterval": "0s"},
         "client": {"targets": []},
         "cluster": {"enabled": true, "host": "127.0.0.1", "port": %d, "busPort": %d, %s}}
        """;
    int port = Ports.free();
    int busPort = Ports.free();
    Files.writeString(file, config.formatted(port, busPort, "\"zone\": \"a\""));
    try (ServiceProcess process =
        ServiceProcess.jar(directory, Map.of(), "-conf", file.toString())) {
      process.awaitLine("cluster +joined as ");
      Files.writeString(
          file,
          config.formatted(
              port,
              busPort,
              """
              "zone": "b", "mesh": {"interval": "7s", "url": "ws://a/{name}"},
              "shared": {"targets": [{"name": "new", "url": "ws://127.0.0.1:1/"}]}
              """));
      process.signal("HUP");
      process.awaitLine("takes effect at the next start: cluster.mesh.url, cluster.zone$");
      process.awaitLine("pings +new at ws://127.0.0.1:1/");
    }
  }

  @Test
  @DisplayName("vertx run is a node as well")
  void vertxRun() throws Exception {
    Path classes = ServiceProcess.JAR.resolveSibling("vertx-cli");
    String config =
        """
        {"server": {"host": "127.0.0.1", "port": 0},
         "cluster": {"enabled": true, "host": "127.0.0.1", "port": %d, "busPort": %d}}
        """
            .formatted(Ports.free(), Ports.free());
    try (ServiceProcess process =
        ServiceProcess.java(
            directory,
            Map.of(),
            List.of(
                "-cp",
                ServiceProcess.JAR + ":" + classes + "/*",
                "io.vertx.core.Launcher",
                "run",
                "io.wsgauge.MainVerticle",
                "-conf",
                config))) {
      process.awaitLine("cluster +joined as ");
      process.awaitLine("self is up");
      process.signal("TERM");
      process.awaitExit();
      assertEquals(
          List.of(), process.lines().stream().filter(line -> line.contains(" ERROR ")).toList());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName("a node takes no more than 120 MB beside what it takes without a cluster")
  void memory() throws Exception {
    List<String> cluster =
        List.of(
            "--cluster",
            "--set",
            "cluster.port=" + Ports.free(),
            "--set",
            "cluster.busPort=" + Ports.free());
    try (ServiceProcess without = withSmallHeap(List.of());
        ServiceProcess with = withSmallHeap(cluster)) {
      without.awaitLine("self is up");
      with.awaitLine("self is up");
      with.awaitLine("cluster +joined as ");
      long more = resident(with) - resident(without);
      System.out.printf("memory of a node: %d MiB more%n", more >> 10);
      assertTrue(more < 120_000, more + " KiB");
    }
  }

  private ServiceProcess withSmallHeap(List<String> more) throws IOException {
    List<String> arguments = new ArrayList<>(QUIET);
    arguments.addAll(more);
    return ServiceProcess.jar(
        directory,
        Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC"),
        arguments.toArray(String[]::new));
  }

  /** In KiB. */
  private static long resident(ServiceProcess process) throws IOException {
    return Files.readAllLines(Path.of("/proc/%d/status".formatted(process.pid()))).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("names of other nodes that do not resolve are told, and stop nothing")
  void unresolved() throws Exception {
    try (ServiceProcess process =
        start(
            "--cluster",
            Ports.free(),
            Ports.free(),
            "--set",
            "cluster.members=[\"127.0.0.1\",\"one.invalid\",\"two.invalid:1\"]")) {
      process.awaitLine("WARN +cluster: the name does not resolve: one.invalid; looked up again");
      process.awaitLine("WARN +cluster: the name does not resolve: two.invalid; looked up again");
      process.awaitLine("cluster +joined as ");
      assertEquals(
          2, process.lines().stream().filter(line -> line.contains("does not resolve")).count());
    }
  }

  @Test
  @DisplayName("a cluster that cannot be joined is told once for each reason, and stops no target")
  void portTaken() throws Exception {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try (ServiceProcess process =
        start("--cluster", taken.getLocalPort(), Ports.free(), "--set", "log.level=DEBUG")) {
      String told =
          "cluster: it cannot join: cannot listen on 127.0.0.1:%d \\(cluster.port\\)"
              .formatted(taken.getLocalPort());
      process.awaitLine("WARN +" + told);
      process.awaitLine("self is up");
      process.awaitLine("DEBUG +" + told);
      taken.close();
      process.awaitLine("cluster +joined as ");
      assertEquals(
          1,
          process.lines().stream().filter(line -> line.matches(".* WARN +" + told + ".*")).count());
    } finally {
      taken.close();
    }
  }
}
