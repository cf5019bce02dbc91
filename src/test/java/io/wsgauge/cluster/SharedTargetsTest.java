package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.cluster.ClusterConfig.SharedConfig;
import io.wsgauge.cluster.SharedTargets.Plan;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.testing.Configs;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several nodes that see the same or not the same, at times that the test says. */
class SharedTargetsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int TARGETS = 200;

  private static SharedConfig config(int maxPerNode) {
    String targets =
        IntStream.range(0, TARGETS)
            .mapToObj(i -> "{\"name\": \"t%d\", \"url\": \"ws://h/\"}".formatted(i))
            .collect(Collectors.joining(","));
    return Configs.cluster(
            "{\"enabled\": false, \"shared\": {\"maxPerNode\": %d, \"targets\": [%s]}}"
                .formatted(maxPerNode, targets))
        .shared();
  }

  private static Set<String> names(Plan plan) {
    return plan.targets().stream().map(TargetConfig::name).collect(Collectors.toSet());
  }

  private static Set<String> nodes(String... names) {
    return new TreeSet<>(List.of(names));
  }

  @Test
  @DisplayName("a node alone has all, and of two nodes each target has one")
  void share() {
    SharedConfig config = config(1000);
    assertEquals(
        TARGETS, new SharedTargets("a").plan(config, nodes("a"), true, Set.of(), 0).owned());
    Set<String> a = names(new SharedTargets("a").plan(config, nodes("a", "b"), true, Set.of(), 0));
    Set<String> b = names(new SharedTargets("b").plan(config, nodes("a", "b"), true, Set.of(), 0));
    assertEquals(TARGETS, a.size() + b.size());
    a.retainAll(b);
    assertEquals(Set.of(), a);
  }

  @Test
  @DisplayName("an owner goes on for the handover after it sees a better one, and not beyond")
  void handover() {
    SharedConfig config = config(1000);
    SharedTargets a = new SharedTargets("a");
    a.plan(config, nodes("a", "b"), true, Set.of(), 0);
    Set<String> before = names(a.plan(config, nodes("a", "b"), true, Set.of(), 1));
    Plan seen = a.plan(config, nodes("a", "b", "c"), true, Set.of(), 10 * SECOND);
    assertEquals(before, names(seen));
    assertTrue(seen.owned() < before.size());
    assertEquals(Duration.ofSeconds(3), seen.again());
    assertEquals(
        before, names(a.plan(config, nodes("a", "b", "c"), true, Set.of(), 13 * SECOND - 1)));
    Plan after = a.plan(config, nodes("a", "b", "c"), true, Set.of(), 13 * SECOND);
    assertEquals(seen.owned(), after.targets().size());
    assertNull(after.again());
  }

  @Test
  @DisplayName("a target that comes back within the handover is pinged without a break")
  void comesBack() {
    SharedConfig config = config(1000);
    SharedTargets a = new SharedTargets("a");
    Set<String> before = names(a.plan(config, nodes("a", "b"), true, Set.of(), 0));
    a.plan(config, nodes("a", "b", "c"), true, Set.of(), SECOND);
    assertEquals(before, names(a.plan(config, nodes("a", "b"), true, Set.of(), 2 * SECOND)));
    assertEquals(before, names(a.plan(config, nodes("a", "b", "c"), true, Set.of(), 100 * SECOND)));
  }

  @Test
  @DisplayName("what a single node had is taken over at once")
  void oneLost() {
    SharedConfig config = config(1000);
    SharedTargets a = new SharedTargets("a");
    a.plan(config, nodes("a", "b", "c", "d"), true, Set.of(), 0);
    Plan after = a.plan(config, nodes("a", "b", "c"), true, Set.of(), SECOND);
    assertEquals(
        names(new SharedTargets("a").plan(config(1000), nodes("a", "b", "c"), true, Set.of(), 0)),
        names(after));
  }

  @Test
  @DisplayName(
      "what more than a third of the nodes had is taken over when they are gone for the handover")
  void manyLost() {
    SharedConfig config = config(1000);
    SharedTargets a = new SharedTargets("a");
    Set<String> before = names(a.plan(config, nodes("a", "b", "c", "d", "e"), true, Set.of(), 0));
    // one after the other, as they are found out
    a.plan(config, nodes("a", "b", "c", "d"), true, Set.of(), SECOND);
    Set<String> first = names(a.plan(config, nodes("a", "b", "c", "d"), true, Set.of(), SECOND));
    Plan cut = a.plan(config, nodes("a", "b"), true, Set.of(), SECOND + 1);
    assertEquals(first, names(cut));
    assertTrue(first.containsAll(before));
    assertEquals(first, names(a.plan(config, nodes("a", "b"), true, Set.of(), 4 * SECOND - 1)));
    assertEquals(
        names(new SharedTargets("a").plan(config(1000), nodes("a", "b"), true, Set.of(), 0)),
        names(a.plan(config, nodes("a", "b"), true, Set.of(), 4 * SECOND + 1)));
  }

  @Test
  @DisplayName(
      "never more than the most are pinged, handed over ones among them, and the rest is counted")
  void cap() {
    SharedConfig config = config(50);
    SharedTargets a = new SharedTargets("a");
    Plan alone = a.plan(config, nodes("a"), true, Set.of(), 0);
    assertEquals(50, alone.targets().size());
    assertEquals(50, alone.owned());
    assertEquals(TARGETS - 50, alone.leftOut());
    assertEquals(names(alone), names(a.plan(config, nodes("a"), true, Set.of(), 1)));
    Plan three = a.plan(config, nodes("a", "b", "c"), true, Set.of(), SECOND);
    assertEquals(50, three.targets().size());
    assertTrue(
        a.plan(config, nodes("a", "b", "c"), true, Set.of(), 10 * SECOND).targets().size() <= 50);
  }

  @Test
  @DisplayName("a node that is left out of the view has nothing")
  void notCounted() {
    assertEquals(
        0,
        new SharedTargets("x")
            .plan(config(50), nodes("a", "b"), true, Set.of(), 0)
            .targets()
            .size());
  }

  @Test
  @DisplayName(
      "what falls to a node that has not answered yet is kept, and its handover begins then")
  void silent() throws Exception {
    SharedConfig config = config(1000);
    SharedTargets a = new SharedTargets("a");
    Set<String> before = names(a.plan(config, nodes("a", "b"), true, Set.of(), 0));
    Set<String> three = nodes("a", "b", "c");
    assertEquals(before, names(a.plan(config, three, true, Set.of("c"), 60 * SECOND)));
    Plan answered = a.plan(config, three, true, Set.of(), 61 * SECOND);
    assertEquals(before, names(answered));
    assertTrue(answered.owned() < before.size());
    assertEquals(
        answered.owned(), a.plan(config, three, true, Set.of(), 64 * SECOND).targets().size());
  }

  @Test
  @DisplayName(
      "in a partition 10 | 990 a node of the small side takes its share of all up to the most")
  void partition() {
    Set<String> small = IntStream.range(0, 10).mapToObj(i -> "n" + i).collect(Collectors.toSet());
    Set<String> all = IntStream.range(0, 1000).mapToObj(i -> "n" + i).collect(Collectors.toSet());
    Map<String, Integer> pinged = new HashMap<>();
    SharedConfig config = config(15);
    for (String name : small) {
      SharedTargets node = new SharedTargets(name);
      int before = node.plan(config, all, true, Set.of(), 0).targets().size();
      assertEquals(before, node.plan(config, small, true, Set.of(), SECOND).targets().size());
      pinged.put(name, node.plan(config, small, true, Set.of(), 5 * SECOND).targets().size());
    }
    assertTrue(pinged.values().stream().allMatch(count -> count <= 15), pinged.toString());
    assertFalse(new HashSet<>(pinged.values()).contains(0));
  }

  @Test
  @DisplayName(
      "of another list what is new is begun and what is no more is ended, and fewer are kept")
  void reload() {
    SharedTargets a = new SharedTargets("a");
    assertEquals(TARGETS, a.plan(config(1000), nodes("a"), true, Set.of(), 0).owned());
    Plan fewer = a.plan(config(10), nodes("a"), true, Set.of(), 1);
    assertEquals(10, fewer.targets().size());
    assertEquals(TARGETS - 10, fewer.leftOut());
    SharedConfig other =
        Configs.cluster("{\"shared\": {\"targets\": [{\"name\": \"x\", \"url\": \"ws://x/\"}]}}")
            .shared();
    assertEquals(Set.of("x"), names(a.plan(other, nodes("a"), true, Set.of(), 2)));
  }

  @Test
  @DisplayName("of two nodes of one name that which does not count has nothing")
  void notHere() {
    SharedTargets a = new SharedTargets("a");
    assertEquals(0, a.plan(config(1000), nodes("a", "b"), false, Set.of(), 0).targets().size());
  }
}
