package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RingsTest {
  private static final List<String> NODES =
      IntStream.range(0, 1000).mapToObj(i -> "node-" + i).toList();

  @Test
  @DisplayName("up to the bound each node pings all others")
  void full() {
    List<String> few = NODES.subList(0, 32);
    assertEquals(new TreeSet<>(few.subList(1, 32)), Rings.peers("node-0", few, 10, 32));
    assertTrue(Rings.peers("node-0", NODES.subList(0, 33), 10, 32).size() <= 10);
  }

  @Test
  @DisplayName("of 1,000 nodes each is pinged by 8 to 10 others, nobody by none")
  void inDegree() {
    Map<String, Integer> seen = new HashMap<>();
    for (String node : NODES) {
      Set<String> peers = Rings.peers(node, NODES, 10, 32);
      assertTrue(peers.size() <= 10 && !peers.contains(node), node + " pings " + peers);
      peers.forEach(peer -> seen.merge(peer, 1, Integer::sum));
    }
    int least = seen.values().stream().mapToInt(i -> i).min().orElseThrow();
    int most = seen.values().stream().mapToInt(i -> i).max().orElseThrow();
    System.out.printf("rings: in-degree %d to %d, seen %d%n", least, most, seen.size());
    assertEquals(1000, seen.size());
    assertTrue(least >= 8 && most <= 10, least + " to " + most);
  }

  @Test
  @DisplayName("one node more changes few of the pairs")
  void stable() {
    int changed = 0;
    for (String node : NODES.subList(0, 999)) {
      Set<String> before = new TreeSet<>(Rings.peers(node, NODES.subList(0, 999), 10, 32));
      before.removeAll(Rings.peers(node, NODES, 10, 32));
      changed += before.size();
    }
    System.out.printf("rings: one more of 1,000 changes %d of %d pairs%n", changed, 9990);
    assertTrue(changed <= 10, changed + " have changed");
  }

  @Test
  @DisplayName("a node alone pings nobody")
  void alone() {
    assertEquals(Set.of(), Rings.peers("a", List.of("a"), 10, 32));
  }
}
