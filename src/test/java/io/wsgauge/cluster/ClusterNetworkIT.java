package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import io.vertx.core.Vertx;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five nodes, each on a host of its own, and what happens to them one after the other: each test
 * leaves all five behind. A sixth host is for who does not belong to them.
 */
@TestMethodOrder(OrderAnnotation.class)
class ClusterNetworkIT {
  private static final int NODES = 5;
  private static final int STRANGER = 6;
  private static final int TARGETS = 30;
  private static final int MOST = 20;

  /** Of the pings of a target. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;

  private static TestNetwork network;
  private static Vertx vertx;
  private static PingRecord record;
  private static long started;

  /** When all five saw each other first; 0 until then. */
  private static long together;

  private static final ServiceProcess[] PROCESSES = new ServiceProcess[STRANGER + 1];

  @BeforeAll
  static void start() throws Exception {
    network = TestNetwork.create(STRANGER);
    vertx = Vertx.vertx();
    record = new PingRecord(vertx, network.gateway());
    Files.writeString(directory.resolve("secret"), "one\n");
    Files.writeString(directory.resolve("other"), "another\n");
    for (int node = 1; node <= NODES; node++) {
      start(node, "{}");
    }
    started = System.nanoTime();
  }

  /** What the nodes said, where something was not as it should be. */
  @RegisterExtension
  static final TestWatcher LOGS =
      new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext test, Throwable cause) {
          for (int host = 1; host <= STRANGER; host++) {
            if (PROCESSES[host] != null) {
              System.err.printf("-- n%d%n%s%n", host, String.join("\n", PROCESSES[host].lines()));
            }
          }
        }
      };

  /** Mends what a test that failed has left behind. */
  @BeforeEach
  void whole() throws Exception {
    if (PROCESSES[STRANGER] != null) {
      PROCESSES[STRANGER].close();
      PROCESSES[STRANGER].awaitExit();
    }
    for (int node : nodes()) {
      network.heal(node);
      if (PROCESSES[node].isAlive()) {
        PROCESSES[node].signal("CONT");
      } else {
        start(node, "{}");
      }
    }
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    if (together == 0) {
      within("set-up", 60, ClusterNetworkIT::allTogether);
      together = System.nanoTime();
    }
    while (!holds(ClusterNetworkIT::isWhole) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean says(int host, String words) {
    return PROCESSES[host].lines().stream().anyMatch(line -> line.contains(words));
  }

  private static boolean allTogether() throws Exception {
    for (int node : nodes()) {
      if (nodesSeenBy(node) != NODES) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole() throws Exception {
    for (int node : nodes()) {
      if (!isComplete(node)) {
        return false;
      }
    }
    Map<String, Set<String>> pinged = record.nodes(INTERVAL.multipliedBy(3));
    return allTogether()
        && pinged.size() == TARGETS
        && pinged.values().stream().allMatch(of -> of.size() == 1);
  }

  @AfterAll
  static void stop() throws Exception {
    for (ServiceProcess process : PROCESSES) {
      if (process != null) {
        process.close();
        process.awaitExit();
      }
    }
    if (vertx != null) {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
    if (network != null) {
      network.close();
    }
  }

  private static void start(int host, String over) throws IOException {
    JsonArray members = new JsonArray();
    IntStream.rangeClosed(1, NODES).forEach(i -> members.add(network.address(i)));
    JsonArray targets = new JsonArray();
    for (int i = 0; i < TARGETS; i++) {
      targets.add(
          new JsonObject()
              .put("name", "t" + i)
              .put("url", "ws://%s:%d/t%d".formatted(network.gateway(), record.port(), i))
              .put("interval", INTERVAL.toMillis() + "ms"));
    }
    JsonObject cluster =
        new JsonObject()
            .put("enabled", true)
            .put("name", "n" + host)
            .put("secretFile", directory.resolve("secret").toString())
            .put("members", members)
            .put("shared", new JsonObject().put("targets", targets).put("maxPerNode", MOST));
    JsonObject config =
        new JsonObject()
            .put("server", new JsonObject().put("instances", 1).put("shutdownTimeout", "1s"))
            .put("client", new JsonObject().put("targets", new JsonArray()))
            .put("cluster", cluster);
    config.mergeIn(new JsonObject(over), true);
    PROCESSES[host] = network.start(host, directory, List.of("-conf", config.encode()));
  }

  private static HttpResponse<String> get(int host, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://" + network.address(host) + ":8080" + path))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject mesh(int host) throws Exception {
    return new JsonObject(get(host, "/api/mesh").body());
  }

  private static int nodesSeenBy(int host) throws Exception {
    return get(host, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("wsgauge_cluster_nodes "))
        .mapToInt(line -> (int) Double.parseDouble(line.split(" ", 2)[1]))
        .sum();
  }

  private static List<Integer> nodes() {
    return IntStream.rangeClosed(1, NODES).boxed().toList();
  }

  private static List<Integer> without(int node) {
    return nodes().stream().filter(other -> other != node).toList();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for it, and prints what it took beside the bound. */
  private static void within(String what, long seconds, Condition condition) throws Exception {
    long begun = System.nanoTime();
    long bound = seconds * TestNetwork.patience();
    // further, to say by how much it was missed
    while (!holds(condition) && System.nanoTime() - begun < (bound + 60) * 1_000_000_000L) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    told(what, Duration.ofNanos(System.nanoTime() - begun), Duration.ofSeconds(bound));
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (Exception e) {
      return false; // it cannot be asked
    }
  }

  private static void told(String what, Duration took, Duration bound) {
    System.out.printf(
        "%s: %.1f s of %.1f s%n", what, took.toMillis() / 1e3, bound.toMillis() / 1e3);
    assertTrue(took.compareTo(bound) <= 0, "%s: %s, more than %s".formatted(what, took, bound));
  }

  private static void allSee(String what, long seconds, List<Integer> who, int count)
      throws Exception {
    within(
        what,
        seconds,
        () -> {
          for (int node : who) {
            if (nodesSeenBy(node) != count) {
              return false;
            }
          }
          return true;
        });
  }

  /**
   * @param who how many nodes may have targets
   */
  private static void eachTargetHasOne(String what, long seconds, int who) throws Exception {
    within(
        what,
        seconds,
        () -> {
          Map<String, Set<String>> nodes = record.nodes(INTERVAL.multipliedBy(3));
          return nodes.size() == TARGETS && nodes.values().stream().allMatch(of -> of.size() == 1);
        });
    Map<String, Integer> loads = new HashMap<>();
    record
        .nodes(INTERVAL.multipliedBy(3))
        .values()
        .forEach(of -> of.forEach(node -> loads.merge(node, 1, Integer::sum)));
    assertTrue(loads.values().stream().allMatch(load -> load <= MOST), loads.toString());
    assertTrue(loads.size() <= who, loads.toString());
  }

  private static void gap(String what, long since, Duration bound) {
    told(
        what + ", gap",
        record.longestGap(since - INTERVAL.toNanos()),
        bound.multipliedBy(TestNetwork.patience()).plus(INTERVAL.multipliedBy(2)));
  }

  private static void doubles(String what, long since) {
    told(
        what + ", doubles",
        record.longestDouble(since),
        Duration.ofSeconds(5).multipliedBy(TestNetwork.patience()));
  }

  @Test
  @Order(1)
  @DisplayName("nodes that are started together find each other, and each target is pinged by one")
  void together() throws Exception {
    // all five were waited for before; they start on the cores of one machine
    told(
        "start together",
        Duration.ofNanos(together - started),
        Duration.ofSeconds(30).multipliedBy(TestNetwork.patience()));
    eachTargetHasOne("targets shared", 10, NODES);
    JsonObject mesh = mesh(3);
    assertEquals(
        Set.of("n1", "n2", "n3", "n4", "n5"),
        mesh.getJsonArray("nodes").stream()
            .map(node -> ((JsonObject) node).getString("name"))
            .collect(Collectors.toSet()));
    within("each pair up", 10, () -> pairsUp(3) == NODES * (NODES - 1));
  }

  private static long pairsUp(int host) throws Exception {
    return mesh(host).getJsonArray("pairs").stream()
        .filter(pair -> ((JsonObject) pair).getString("state").equals("up"))
        .count();
  }

  @Test
  @Order(2)
  @DisplayName(
      "who leaves in order is gone at once and is no target any more; who comes late is there soon")
  void leaveAndJoin() throws Exception {
    long begun = System.nanoTime();
    PROCESSES[5].signal("TERM");
    allSee("SIGTERM seen", 2, without(5), NODES - 1);
    eachTargetHasOne("targets after SIGTERM", 10, NODES - 1);
    gap("SIGTERM", begun, Duration.ofSeconds(1));
    assertEquals(0, PROCESSES[5].awaitExit());
    assertTrue(mesh(1).getJsonArray("nodes").stream().noneMatch(ClusterNetworkIT::isFive));
    start(5, "{}");
    // from then on it is about the cluster, and not about the start of a JVM
    PROCESSES[5].awaitLine("cluster +open");
    begun = System.nanoTime();
    allSee("late join", 10, nodes(), NODES);
    eachTargetHasOne("targets after the join", 10, NODES);
    gap("join", begun, Duration.ofSeconds(1));
    doubles("join", begun);
  }

  private static boolean isFive(Object node) {
    return ((JsonObject) node).getString("name").equals("n5");
  }

  @Test
  @Order(3)
  @DisplayName("a process that dies is seen, its targets are taken over, and it stays as lost")
  void kill() throws Exception {
    long begun = System.nanoTime();
    PROCESSES[5].signal("KILL");
    allSee("kill -9 seen", 2, without(5), NODES - 1);
    eachTargetHasOne("targets after kill -9", 10, NODES - 1);
    gap("kill -9", begun, Duration.ofSeconds(2));
    within("lost node named", 3, () -> missing(2).contains("n5: it went without a word"));
    within("lost node down", 10, () -> stateOfFive().equals(Set.of("down")));
    start(5, "{}");
    PROCESSES[5].awaitLine("cluster +open");
    allSee("join after kill -9", 10, nodes(), NODES);
    eachTargetHasOne("targets after the second join", 10, NODES);
  }

  private static Set<String> missing(int host) throws Exception {
    return missing(mesh(host));
  }

  /** The nodes that are missing, each with its reason. */
  private static Set<String> missing(JsonObject mesh) {
    return mesh.getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(node -> node.getString("missing") != null)
        .map(node -> node.getString("name") + ": " + node.getString("missing"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> stateOfFive() throws Exception {
    return mesh(2).getJsonArray("pairs").stream()
        .map(JsonObject.class::cast)
        .filter(pair -> pair.getString("to").equals("n5"))
        .map(pair -> pair.getString("state"))
        .collect(Collectors.toSet());
  }

  @Test
  @Order(4)
  @DisplayName(
      "a host that is cut off is seen, its targets are taken over, and it is back after the heal")
  void cut() throws Exception {
    long begun = System.nanoTime();
    List<String> all = new ArrayList<>(without(4).stream().map(network::address).toList());
    all.add(network.gateway());
    network.cut(4, all);
    allSee("cut seen", 10, without(4), NODES - 1);
    eachTargetHasOne("targets after the cut", 10, NODES - 1);
    gap("cut", begun, Duration.ofSeconds(10));
    network.heal(4);
    allSee("cut healed", 20, nodes(), NODES);
    eachTargetHasOne("targets after the heal", 15, NODES);
  }

  @Test
  @Order(5)
  @DisplayName(
      "a host that hangs is named as missing at once, then lost, and is back when it goes on")
  void hang() throws Exception {
    long begun = System.nanoTime();
    PROCESSES[3].signal("STOP");
    TimeUnit.SECONDS.sleep(3); // what was gathered before serves for two seconds
    long asked = System.nanoTime();
    JsonObject mesh = mesh(1);
    told(
        "/api/mesh with a stopped member",
        Duration.ofNanos(System.nanoTime() - asked),
        Duration.ofMillis(1100).multipliedBy(TestNetwork.patience()));
    assertEquals(Set.of("n3: no answer within 1 s"), missing(mesh));
    allSee("SIGSTOP seen", 10, without(3), NODES - 1);
    eachTargetHasOne("targets after SIGSTOP", 10, NODES - 1);
    gap("SIGSTOP", begun, Duration.ofSeconds(10));
    PROCESSES[3].signal("CONT");
    allSee("back after SIGCONT", 20, nodes(), NODES);
    eachTargetHasOne("targets after SIGCONT", 15, NODES);
  }

  @Test
  @Order(6)
  @DisplayName(
      "both parts of a partition ping all targets, each within its bound, and are one after the heal")
  void partition() throws Exception {
    long begun = System.nanoTime();
    List<String> larger = List.of(network.address(3), network.address(4), network.address(5));
    // the oldest is in the smaller part
    network.cut(1, larger);
    network.cut(2, larger);
    within("partition seen", 15, () -> nodesSeenBy(1) == 2 && nodesSeenBy(4) == 3);
    gap("partition", begun, Duration.ofSeconds(15));
    network.heal(1);
    network.heal(2);
    allSee("partition healed", 20, nodes(), NODES);
    within("bus complete after the heal", 5, () -> isComplete(2) && isComplete(4));
    eachTargetHasOne("targets after the partition", 15, NODES);
    gap("whole partition", begun, Duration.ofSeconds(15));
  }

  private static boolean isComplete(int host) throws Exception {
    JsonArray nodes = mesh(host).getJsonArray("nodes");
    return nodes.size() == NODES
        && nodes.stream().allMatch(node -> ((JsonObject) node).getValue("missing") == null);
  }

  @Test
  @Order(7)
  @DisplayName("a node of another secret stays apart, and a client of the engine is refused")
  void strangers() throws Exception {
    start(
        STRANGER,
        new JsonObject()
            .put(
                "cluster",
                new JsonObject().put("secretFile", directory.resolve("other").toString()))
            .encode());
    within("another cluster joined", 15, () -> says(STRANGER, "joined as n6"));
    allSee("nobody came", 2, nodes(), NODES);
    ClientConfig client = new ClientConfig();
    client.setClusterName("wsgauge");
    client.getNetworkConfig().addAddress(network.address(1) + ":5701");
    client
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(2000);
    assertThrows(IllegalStateException.class, () -> HazelcastClient.newHazelcastClient(client));
    PROCESSES[STRANGER].close();
    PROCESSES[STRANGER].awaitExit();
  }

  @Test
  @Order(8)
  @DisplayName(
      "two nodes of one name are told, and so is a URL that leads elsewhere, which nobody pings")
  void namesAndUrls() throws Exception {
    start(
        STRANGER,
        """
        {"cluster": {"name": "n5", "mesh": {"url": "ws://192.0.2.1/{name}"}}}
        """);
    within("two of one name told", 15, () -> says(1, "more than one node is called n5"));
    PROCESSES[STRANGER].signal("TERM");
    PROCESSES[STRANGER].awaitExit();
    start(STRANGER, "{\"cluster\": {\"mesh\": {\"url\": \"ws://192.0.2.1/{name}\"}}}");
    within(
        "rogue URL told",
        15,
        () -> says(1, "a URL of n6 is not pinged: its host is neither 10.213.77.6 nor one of"));
    PROCESSES[STRANGER].signal("TERM");
    PROCESSES[STRANGER].awaitExit();
    allSee("the five alone", 5, nodes(), NODES);
  }

  @Test
  @Order(9)
  @DisplayName("six busy threads for 40 seconds lose no node")
  void busy() throws Exception {
    List<Process> busy = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      }
      TimeUnit.SECONDS.sleep(40);
    } finally {
      busy.forEach(Process::destroyForcibly);
    }
    for (int node : nodes()) {
      assertEquals(NODES, nodesSeenBy(node));
    }
  }
}
