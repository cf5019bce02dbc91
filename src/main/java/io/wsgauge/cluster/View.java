package io.wsgauge.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nodes that are there, as one of them sees it.
 *
 * @param nodes by their names, each once
 * @param problems with what the nodes tell, in words
 */
record View(Map<String, Node> nodes, List<String> problems) {
  static final View EMPTY = new View(Map.of(), List.of());

  /**
   * The view of these members.
   *
   * @param leaving ids of members that have said that they leave
   * @param shared by ids, what stands for lists of shared targets, where members have said so
   * @param maxNodes beyond which the youngest are left out
   */
  static View of(
      List<Member> members, Set<String> leaving, Map<String, String> shared, int maxNodes) {
    List<Node> present =
        members.stream()
            .filter(member -> !leaving.contains(member.id()))
            .map(Node::of)
            .map(node -> node.withShared(shared.getOrDefault(node.id(), node.shared())))
            .toList();
    List<String> problems = new ArrayList<>();
    if (present.size() > maxNodes) {
      problems.add(
          "%d nodes are there, and cluster.maxNodes is %d: the youngest are left out"
              .formatted(present.size(), maxNodes));
    }
    Map<String, Node> nodes = new TreeMap<>();
    SortedSet<String> twice = new TreeSet<>();
    for (Node node : present.subList(0, Math.min(maxNodes, present.size()))) {
      Node other = nodes.putIfAbsent(node.name(), node);
      if (other != null) {
        twice.add(node.name());
        // whoever looks, it is the same one
        nodes.merge(node.name(), node, (a, b) -> a.id().compareTo(b.id()) <= 0 ? a : b);
      }
    }
    twice.forEach(name -> problems.add("more than one node is called " + name));
    addDifferences(nodes.values(), problems);
    return new View(new LinkedHashMap<>(nodes), List.copyOf(problems));
  }

  private static void addDifferences(Collection<Node> nodes, List<String> problems) {
    Map<String, List<String>> lists = new TreeMap<>();
    nodes.stream()
        .filter(node -> !node.shared().isEmpty())
        .forEach(
            node -> lists.computeIfAbsent(node.shared(), s -> new ArrayList<>()).add(node.name()));
    if (lists.size() > 1) {
      problems.add(
          "cluster.shared differs between nodes: "
              + String.join(
                  " | ", lists.values().stream().map(names -> String.join(", ", names)).toList()));
    }
  }

  /** Whether that node is there, and not another of its name in its place. */
  boolean has(Node node) {
    Node there = nodes.get(node.name());
    return there != null && there.id().equals(node.id());
  }

  /** The names of the nodes that share targets. */
  Set<String> sharers() {
    Set<String> names = new TreeSet<>();
    nodes
        .values()
        .forEach(
            node -> {
              if (!node.shared().isEmpty()) {
                names.add(node.name());
              }
            });
    return names;
  }
}
