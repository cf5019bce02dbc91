package io.wsgauge.cluster;

import static io.wsgauge.cluster.ClusterHosts.NODES;
import static io.wsgauge.cluster.ClusterHosts.STRANGER;
import static io.wsgauge.cluster.ClusterHosts.all;
import static io.wsgauge.cluster.ClusterHosts.without;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.FakeClock;
import io.wsgauge.testing.TestNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
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

/** What happens to five nodes, one after the other: each test leaves all of them behind. */
@TestMethodOrder(OrderAnnotation.class)
class ClusterNetworkIT {
  private static final int TARGETS = 30;
  private static final int MOST = 20;

  /** Of the pings of a target. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  @TempDir static Path directory;

  private static TestNetwork network;
  private static ClusterHosts hosts;
  private static Vertx vertx;
  private static PingRecord record;
  private static long started;

  /** How long the first took to begin the cluster alone, while all others were down. */
  private static Duration alone = Duration.ZERO;

  /** When all five saw each other first; 0 until then. */
  private static long together;

  /** The clock of the fifth, from its third start on; null where there is no such clock. */
  private static @Nullable FakeClock clock;

  @BeforeAll
  static void start() throws Exception {
    network = TestNetwork.create(STRANGER);
    vertx = Vertx.vertx();
    record = new PingRecord(vertx, network.gateway());
    JsonArray targets = new JsonArray();
    for (int i = 0; i < TARGETS; i++) {
      targets.add(
          new JsonObject()
              .put("name", "t" + i)
              .put("url", "ws://%s:%d/t%d".formatted(network.gateway(), record.port(), i))
              .put("interval", INTERVAL.toMillis() + "ms"));
    }
    hosts =
        new ClusterHosts(
            network, directory, new JsonObject().put("targets", targets).put("maxPerNode", MOST));
    hosts.start(1);
    hosts.process(1).awaitLine("cluster +open");
    long begun = System.nanoTime();
    hosts.process(1).awaitLine("joined as n1, 1 nodes");
    alone = Duration.ofNanos(System.nanoTime() - begun);
    for (int node : without(1)) {
      hosts.start(node);
    }
    started = System.nanoTime();
  }

  /** What the nodes said, where something was not as it should be. */
  @RegisterExtension
  static final TestWatcher LOGS =
      new TestWatcher() {
        @Override
        public void testFailed(ExtensionContext test, Throwable cause) {
          System.err.print(hosts.lines());
        }
      };

  /** Mends what a test that failed has left behind. */
  @BeforeEach
  void whole() throws Exception {
    hosts.mend();
    if (together == 0) {
      within("set-up", 60, () -> hosts.see(all(), NODES));
      together = System.nanoTime();
    }
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!holds(ClusterNetworkIT::isWhole) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isWhole() throws Exception {
    for (int node : all()) {
      if (!hosts.isComplete(node)) {
        return false;
      }
    }
    return hosts.see(all(), NODES) && eachTargetHasOne();
  }

  @AfterAll
  static void stop() throws Exception {
    if (hosts != null) {
      hosts.close();
    }
    if (vertx != null) {
      vertx.close().await(20, TimeUnit.SECONDS);
    }
    if (network != null) {
      network.close();
    }
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
    within(what, seconds, () -> hosts.see(who, count));
  }

  private static boolean eachTargetHasOne() {
    Map<String, Set<String>> nodes = record.nodes(INTERVAL.multipliedBy(3));
    return nodes.size() == TARGETS && nodes.values().stream().allMatch(of -> of.size() == 1);
  }

  /**
   * @param who how many nodes may have targets
   */
  private static void eachTargetHasOne(String what, long seconds, int who) throws Exception {
    within(what, seconds, ClusterNetworkIT::eachTargetHasOne);
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
    told("start alone", alone, Duration.ofSeconds(15).multipliedBy(TestNetwork.patience()));
    // all five were waited for before; they start on the cores of one machine
    told(
        "start together",
        Duration.ofNanos(together - started),
        Duration.ofSeconds(30).multipliedBy(TestNetwork.patience()));
    eachTargetHasOne("targets shared", 10, NODES);
    assertEquals(Set.of("n1", "n2", "n3", "n4", "n5"), ClusterHosts.names(hosts.mesh(3)));
    within("each pair up", 10, () -> hosts.pairsUp(3) == NODES * (NODES - 1));
  }

  @Test
  @Order(2)
  @DisplayName(
      "who leaves in order is gone at once and is no target any more; who comes late is there soon")
  void leaveAndJoin() throws Exception {
    long begun = System.nanoTime();
    hosts.process(5).signal("TERM");
    allSee("SIGTERM seen", 2, without(5), NODES - 1);
    eachTargetHasOne("targets after SIGTERM", 10, NODES - 1);
    gap("SIGTERM", begun, Duration.ofSeconds(1));
    assertEquals(0, hosts.process(5).awaitExit());
    // what was gathered before serves for two seconds
    within("left node not shown", 4, () -> !ClusterHosts.names(hosts.mesh(1)).contains("n5"));
    startByName();
    // from then on it is about the cluster, and not about the start of a JVM
    hosts.process(5).awaitLine("cluster +open");
    begun = System.nanoTime();
    allSee("late join", 10, all(), NODES);
    eachTargetHasOne("targets after the join", 10, NODES);
    gap("join", begun, Duration.ofSeconds(1));
    doubles("join", begun);
  }

  /** As in Kubernetes, where a name has the addresses of all. */
  private static void startByName() throws Exception {
    Path names =
        Files.writeString(
            directory.resolve("hosts"),
            all().stream()
                .map(node -> network.address(node) + " nodes.test\n")
                .collect(Collectors.joining()));
    hosts.start(
        5,
        Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + names),
        "{\"cluster\": {\"members\": [], \"dns\": \"nodes.test\"}}");
  }

  @Test
  @Order(3)
  @DisplayName("a process that dies is seen, its targets are taken over, and it stays as lost")
  void kill() throws Exception {
    long begun = System.nanoTime();
    hosts.process(5).signal("KILL");
    allSee("kill -9 seen", 2, without(5), NODES - 1);
    eachTargetHasOne("targets after kill -9", 10, NODES - 1);
    gap("kill -9", begun, Duration.ofSeconds(2));
    within(
        "lost node named",
        3,
        () -> ClusterHosts.missing(hosts.mesh(2)).contains("n5: it went without a word"));
    within("lost node down", 10, () -> hosts.states(2, "n5").equals(Set.of("down")));
    clock = FakeClock.isThere() ? FakeClock.in(directory) : null;
    hosts.start(5, clock == null ? Map.of() : clock.environment(), "{}");
    hosts.process(5).awaitLine("cluster +open");
    allSee("join after kill -9", 10, all(), NODES);
    eachTargetHasOne("targets after the second join", 10, NODES);
  }

  @Test
  @Order(4)
  @DisplayName(
      "a host that is cut off is seen, its targets are taken over, and it is back after the heal")
  void cut() throws Exception {
    long begun = System.nanoTime();
    List<String> others = new ArrayList<>(without(4).stream().map(network::address).toList());
    others.add(network.gateway());
    network.cut(4, others);
    allSee("cut seen", 10, without(4), NODES - 1);
    eachTargetHasOne("targets after the cut", 10, NODES - 1);
    gap("cut", begun, Duration.ofSeconds(10));
    network.heal(4);
    allSee("cut healed", 20, all(), NODES);
    eachTargetHasOne("targets after the heal", 15, NODES);
  }

  @Test
  @Order(5)
  @DisplayName(
      "the oldest, when it hangs, is named as missing at once, then lost, and back when it goes on")
  void hang() throws Exception {
    long begun = System.nanoTime();
    hosts.process(1).signal("STOP");
    TimeUnit.SECONDS.sleep(3); // what was gathered before serves for two seconds
    long asked = System.nanoTime();
    JsonObject mesh = hosts.mesh(2);
    told(
        "/api/mesh with a stopped member",
        Duration.ofNanos(System.nanoTime() - asked),
        Duration.ofMillis(1100).multipliedBy(TestNetwork.patience()));
    assertEquals(Set.of("n1: no answer within 1 s"), ClusterHosts.missing(mesh));
    allSee("SIGSTOP seen", 10, without(1), NODES - 1);
    eachTargetHasOne("targets after SIGSTOP", 10, NODES - 1);
    gap("SIGSTOP", begun, Duration.ofSeconds(10));
    hosts.process(1).signal("CONT");
    allSee("back after SIGCONT", 20, all(), NODES);
    eachTargetHasOne("targets after SIGCONT", 15, NODES);
  }

  @Test
  @Order(6)
  @DisplayName(
      "both parts of a partition ping all targets, each within its bound, and are one after the heal")
  void partition() throws Exception {
    long begun = System.nanoTime();
    List<String> larger = List.of(network.address(3), network.address(4), network.address(5));
    network.cut(1, larger);
    network.cut(2, larger);
    within("partition seen", 15, () -> hosts.nodesSeenBy(1) == 2 && hosts.nodesSeenBy(4) == 3);
    gap("partition", begun, Duration.ofSeconds(15));
    network.heal(1);
    network.heal(2);
    allSee("partition healed", 20, all(), NODES);
    within("bus complete after the heal", 5, () -> hosts.isComplete(2) && hosts.isComplete(4));
    eachTargetHasOne("targets after the partition", 15, NODES);
    gap("whole partition", begun, Duration.ofSeconds(15));
  }

  @Test
  @Order(7)
  @DisplayName("a node of another secret stays apart, and a client of the engine is refused")
  void strangers() throws Exception {
    hosts.start(
        STRANGER,
        Map.of(),
        "{\"cluster\": {\"secretFile\": \"%s\"}}"
            .formatted(directory.resolve(ClusterHosts.OTHER_SECRET)));
    within("another cluster joined", 15, () -> hosts.says(STRANGER, "joined as n6"));
    allSee("nobody came", 2, all(), NODES);
    ClientConfig client = new ClientConfig();
    client.setClusterName("wsgauge");
    client.getNetworkConfig().addAddress(network.address(1) + ":5701");
    client
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(2000);
    assertThrows(IllegalStateException.class, () -> HazelcastClient.newHazelcastClient(client));
    hosts.endStranger();
  }

  @Test
  @Order(8)
  @DisplayName(
      "two nodes of one name are told and one of them pings, and nobody pings a URL that leads"
          + " elsewhere")
  void namesAndUrls() throws Exception {
    String rogue = "\"mesh\": {\"url\": \"ws://192.0.2.1/{name}\"}";
    hosts.start(STRANGER, Map.of(), "{\"cluster\": {\"name\": \"n5\", %s}}".formatted(rogue));
    within("two of one name told", 15, () -> hosts.says(1, "more than one node is called n5"));
    TimeUnit.SECONDS.sleep(5); // the handover, by which that which does not count has ended
    eachTargetHasOne("targets with two of one name", 15, NODES);
    hosts.endStranger();
    hosts.start(STRANGER, Map.of(), "{\"cluster\": {%s}}".formatted(rogue));
    String refused =
        "a URL of n6 is not pinged: its host is neither %s nor one of"
            .formatted(network.address(STRANGER));
    within("rogue URL told", 15, () -> hosts.says(1, refused));
    hosts.endStranger();
    allSee("the five alone", 5, all(), NODES);
  }

  @Test
  @Order(9)
  @DisplayName("a clock that jumps an hour back loses no node")
  void clock() throws Exception {
    Assumptions.assumeTrue(clock != null, "there is no libfaketime");
    Map<Integer, Double> changes = hosts.viewChanges();
    clock.jumpTo(-1);
    TimeUnit.SECONDS.sleep(12); // what it takes to find out that a host is cut off, and more
    assertEquals(changes, hosts.viewChanges());
    within("whole after the jump", 5, ClusterNetworkIT::isWhole);
  }

  @Test
  @Order(10)
  @DisplayName("six busy threads for 40 seconds lose no node, and five that do nothing say little")
  void busy() throws Exception {
    Map<Integer, Double> changes = hosts.viewChanges();
    network.count(2, "5701, 5702");
    List<Process> busy = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        busy.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      }
      TimeUnit.SECONDS.sleep(40);
    } finally {
      busy.forEach(Process::destroyForcibly);
    }
    assertEquals(changes, hosts.viewChanges());
    long rate = network.counted(2) / 40;
    System.out.printf("idle traffic of one of five, both ways: %d B/s%n", rate);
    assertTrue(rate <= 5000, rate + " B/s");
  }
}
