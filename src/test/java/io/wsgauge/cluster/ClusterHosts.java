package io.wsgauge.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.ServiceProcess;
import io.wsgauge.testing.TestNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Five nodes, {@code n1} to {@code n5}, each on a host of its own, and a sixth host for who does
 * not belong to them; and what can be asked of them.
 */
final class ClusterHosts {
  static final int NODES = 5;
  static final int STRANGER = 6;

  /** Files of secrets. */
  static final String SECRET = "secret";

  static final String OTHER_SECRET = "other";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestNetwork network;
  private final Path directory;
  private final JsonObject shared;
  private final ServiceProcess[] processes = new ServiceProcess[STRANGER + 1];

  /**
   * @param shared the section {@code cluster.shared} of all
   */
  ClusterHosts(TestNetwork network, Path directory, JsonObject shared) throws IOException {
    this.network = network;
    this.directory = directory;
    this.shared = shared;
    Files.writeString(directory.resolve(SECRET), "one\n");
    Files.writeString(directory.resolve(OTHER_SECRET), "another\n");
  }

  static List<Integer> all() {
    return IntStream.rangeClosed(1, NODES).boxed().toList();
  }

  static List<Integer> without(int node) {
    return all().stream().filter(other -> other != node).toList();
  }

  /**
   * @param over keys beside those that all have
   */
  void start(int host, Map<String, String> environment, String over) throws IOException {
    JsonArray members = new JsonArray();
    all().forEach(i -> members.add(network.address(i)));
    JsonObject cluster =
        new JsonObject()
            .put("enabled", true)
            .put("name", "n" + host)
            .put("secretFile", directory.resolve(SECRET).toString())
            .put("members", members)
            .put("shared", shared);
    JsonObject config =
        new JsonObject()
            .put("server", new JsonObject().put("instances", 1).put("shutdownTimeout", "1s"))
            .put("client", new JsonObject().put("targets", new JsonArray()))
            .put("cluster", cluster);
    config.mergeIn(new JsonObject(over), true);
    processes[host] =
        network.start(host, directory, environment, List.of("-conf", config.encode()));
  }

  void start(int host) throws IOException {
    start(host, Map.of(), "{}");
  }

  /** The process that was last started on a host. */
  ServiceProcess process(int host) {
    return processes[host];
  }

  boolean says(int host, String words) {
    return processes[host].lines().stream().anyMatch(line -> line.contains(words));
  }

  /** Ends the stranger, if there is one. */
  void endStranger() throws Exception {
    if (processes[STRANGER] != null) {
      processes[STRANGER].signal("TERM");
      processes[STRANGER].awaitExit();
    }
  }

  /** Has all five run and reach each other, whatever has become of them. */
  void mend() throws Exception {
    endStranger();
    for (int node : all()) {
      network.heal(node);
      if (processes[node].isAlive()) {
        processes[node].signal("CONT");
      } else {
        start(node);
      }
    }
  }

  void close() throws Exception {
    for (ServiceProcess process : processes) {
      if (process != null) {
        process.close();
        process.awaitExit();
      }
    }
  }

  /** What all of them said. */
  String lines() {
    return IntStream.rangeClosed(1, STRANGER)
        .filter(host -> processes[host] != null)
        .mapToObj(
            host -> "-- n%d%n%s%n".formatted(host, String.join("\n", processes[host].lines())))
        .collect(Collectors.joining());
  }

  private String get(int host, String path) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create("http://" + network.address(host) + ":8080" + path))
                .timeout(Duration.ofSeconds(10))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  JsonObject mesh(int host) throws Exception {
    return new JsonObject(get(host, "/api/mesh"));
  }

  double metric(int host, String name) throws Exception {
    return get(host, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ", 2)[1]))
        .sum();
  }

  int nodesSeenBy(int host) throws Exception {
    return (int) metric(host, "wsgauge_cluster_nodes");
  }

  /** Whether each of these sees so many nodes. */
  boolean see(List<Integer> hosts, int count) throws Exception {
    for (int host : hosts) {
      if (nodesSeenBy(host) != count) {
        return false;
      }
    }
    return true;
  }

  /** How often each node has seen others come or go. */
  Map<Integer, Double> viewChanges() throws Exception {
    Map<Integer, Double> changes = new HashMap<>();
    for (int node : all()) {
      changes.put(node, metric(node, "wsgauge_cluster_view_changes_total"));
    }
    return changes;
  }

  /** Whether a node has an answer of each. */
  boolean isComplete(int host) throws Exception {
    JsonObject mesh = mesh(host);
    return mesh.getJsonArray("nodes").size() == NODES && missing(mesh).isEmpty();
  }

  /** The nodes that are missing, each with its reason. */
  static Set<String> missing(JsonObject mesh) {
    return mesh.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(node -> node.getString("missing") != null)
        .map(node -> node.getString("name") + ": " + node.getString("missing"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<String> names(JsonObject mesh) {
    return mesh.getJsonArray("nodes").stream()
        .map(node -> ((JsonObject) node).getString("name"))
        .collect(Collectors.toSet());
  }

  /** The pairs of nodes of which one sees the other up. */
  long pairsUp(int host) throws Exception {
    return mesh(host).getJsonArray("pairs").stream()
        .filter(pair -> ((JsonObject) pair).getString("state").equals("up"))
        .count();
  }

  /** How the others see a node. */
  Set<String> states(int host, String node) throws Exception {
    return mesh(host).getJsonArray("pairs").stream()
        .map(JsonObject.class::cast)
        .filter(pair -> pair.getString("to").equals(node))
        .map(pair -> pair.getString("state"))
        .collect(Collectors.toSet());
  }
}
