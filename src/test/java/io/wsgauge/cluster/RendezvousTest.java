package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Simulations of 1,000 nodes with 20,000 targets; each node evaluates its own view alone. */
class RendezvousTest {
  private static final int TARGETS = 20_000;
  private static final List<String> NODES = names("node-", 1000);
  private static final List<String> ALL_TARGETS = names("target-", TARGETS);

  private static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** The owners of each target. */
  private static Map<String, List<String>> owners(List<String> nodes, int replicas) {
    Map<String, List<String>> owners = new HashMap<>();
    for (String node : nodes) {
      Rendezvous rendezvous = new Rendezvous(node, nodes);
      ALL_TARGETS.stream()
          .filter(target -> rendezvous.owns(target, replicas))
          .forEach(target -> owners.computeIfAbsent(target, t -> new ArrayList<>()).add(node));
    }
    return owners;
  }

  private static Map<String, Integer> loads(Map<String, List<String>> owners) {
    Map<String, Integer> loads = new HashMap<>();
    owners.values().forEach(of -> of.forEach(node -> loads.merge(node, 1, Integer::sum)));
    return loads;
  }

  @Test
  @DisplayName(
      "each target has one owner, and the most loaded of 1,000 nodes has less than twice the mean")
  void load() {
    Map<String, List<String>> owners = owners(NODES, 1);
    assertEquals(TARGETS, owners.size());
    owners.forEach((target, of) -> assertEquals(1, of.size(), target));
    int most = loads(owners).values().stream().mapToInt(i -> i).max().orElseThrow();
    System.out.printf("rendezvous: mean %d, most %d%n", TARGETS / NODES.size(), most);
    assertTrue(most < 2 * TARGETS / NODES.size() + 5, "most is " + most);
  }

  @Test
  @DisplayName("who comes takes its share, and of all other targets none moves")
  void join() {
    Map<String, List<String>> before = owners(NODES.subList(0, 100), 1);
    Map<String, List<String>> after = owners(NODES.subList(0, 101), 1);
    long moved = 0;
    for (String target : ALL_TARGETS) {
      if (!before.get(target).equals(after.get(target))) {
        moved++;
        assertEquals(List.of("node-100"), after.get(target));
      }
    }
    System.out.printf("rendezvous: a join of 100 moves %d, ideal %d%n", moved, TARGETS / 101);
    assertTrue(moved > TARGETS / 150 && moved < TARGETS / 70, moved + " have moved");
  }

  @Test
  @DisplayName("of who goes nothing but its own targets moves, and to all of the others")
  void leave() {
    Map<String, List<String>> before = owners(NODES.subList(0, 100), 1);
    Map<String, List<String>> after = owners(NODES.subList(1, 100), 1);
    Map<String, Integer> taken = new HashMap<>();
    for (String target : ALL_TARGETS) {
      if (!before.get(target).equals(after.get(target))) {
        assertEquals(List.of("node-0"), before.get(target));
        taken.merge(after.get(target).get(0), 1, Integer::sum);
      }
    }
    assertTrue(taken.size() > 60, "taken by " + taken.size());
  }

  @Test
  @DisplayName("with three replicas each target has three owners, who are different nodes")
  void replicas() {
    owners(NODES.subList(0, 20), 3)
        .forEach((target, of) -> assertEquals(3, of.stream().distinct().count(), target));
    owners(NODES.subList(0, 2), 3).forEach((target, of) -> assertEquals(2, of.size(), target));
  }
}
