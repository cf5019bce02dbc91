package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static Member member(String id, String name, String shared) {
    return new Member(id, "10.0.0.1", Map.of("name", name, "shared", shared));
  }

  private static View view(Member... members) {
    return View.of(List.of(members), Set.of(), Map.of(), 100);
  }

  @Test
  @DisplayName(
      "of two nodes of one name that of the lower id counts, whoever came first, and it is told")
  void twice() {
    for (View view :
        List.of(
            view(member("1", "a", ""), member("2", "a", "")),
            view(member("2", "a", ""), member("1", "a", "")))) {
      assertEquals("1", view.nodes().get("a").id());
      assertEquals(List.of("more than one node is called a"), view.problems());
    }
  }

  @Test
  @DisplayName(
      "lists of shared targets that differ are told, and a node without one does not count")
  void differ() {
    View view = view(member("1", "a", "x"), member("2", "b", "y"), member("3", "c", ""));
    assertEquals(List.of("cluster.shared differs between nodes: a | b"), view.problems());
    assertEquals(Set.of("a", "b"), view.sharers());
  }

  @Test
  @DisplayName("what a member has said of its list of late counts, not what it began with")
  void said() {
    View view =
        View.of(
            List.of(member("1", "a", "x"), member("2", "b", "x"), member("3", "c", "")),
            Set.of(),
            Map.of("2", "y", "3", "x"),
            100);
    assertEquals(List.of("cluster.shared differs between nodes: a, c | b"), view.problems());
    assertEquals(Set.of("a", "b", "c"), view.sharers());
  }

  @Test
  @DisplayName("of more nodes than may be the youngest are left out, and it is told")
  void most() {
    List<Member> members = Stream.of("z", "y", "x").map(name -> member(name, name, "")).toList();
    View view = View.of(members, Set.of(), Map.of(), 2);
    assertEquals(Set.of("y", "z"), view.nodes().keySet());
    assertEquals(
        List.of("3 nodes are there, and cluster.maxNodes is 2: the youngest are left out"),
        view.problems());
  }

  @Test
  @DisplayName("a member that has said that it leaves is not there")
  void leaving() {
    View view = View.of(List.of(member("1", "a", "")), Set.of("1"), Map.of(), 100);
    assertEquals(Map.of(), view.nodes());
  }

  @Test
  @DisplayName("what a member says of itself is cut, and a name that is none is replaced by the id")
  void attributes() {
    assertEquals("id", Node.of(member("id", "a\u001bb", "")).name());
    assertEquals("", Node.of(member("id", "a", "x".repeat(2001))).shared());
    View view = view(member("1", "a", ""));
    assertTrue(view.has(Node.of(member("1", "a", ""))));
    assertFalse(view.has(Node.of(member("2", "a", ""))));
  }

  @Test
  @DisplayName("a lost node is remembered for an hour, and of too many the latest are")
  void lost() {
    LostNodes lost = new LostNodes(2);
    long hour = Duration.ofHours(1).toNanos();
    for (int i = 1; i <= 3; i++) {
      lost.add(Node.of(member("" + i, "n" + i, "")), i, Instant.EPOCH);
    }
    assertEquals(List.of("n2", "n3"), names(lost, 4));
    assertEquals(List.of("n3"), names(lost, hour + 2));
    lost.removeAll(Set.of("n3"));
    assertEquals(List.of(), names(lost, hour + 2));
  }

  private static List<String> names(LostNodes lost, long now) {
    return lost.list(now).stream().map(each -> each.node().name()).toList();
  }
}
