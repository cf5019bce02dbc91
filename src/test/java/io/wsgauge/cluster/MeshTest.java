package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsgauge.cluster.Mesh.Peer;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.testing.Configs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MeshTest {
  private static final TargetConfig DEFAULTS =
      Configs.client(
              """
              {"defaults": {"headers": ["X-Key: secret"], "labels": ["team=a"], "expect": "x",
                            "connectTo": "10.9.9.9:1", "proxy": {"url": "http://proxy:1"}}}
              """)
          .defaults();

  private static Node node(String name, String url, String publicUrl) {
    return new Node("id-" + name, name, "10.0.0.2", "", "", url, publicUrl, "");
  }

  private static Mesh.Plan plan(String mesh, Node... nodes) {
    return new Mesh(Configs.cluster("{\"mesh\": " + mesh + "}").mesh(), DEFAULTS, "a")
        .plan(List.of(nodes));
  }

  @Test
  @DisplayName(
      "a node is pinged directly and through what is in front of it, and the own one is not")
  void targets() {
    Mesh.Plan plan =
        plan(
            "{\"allow\": [\"b.example.org\"]}",
            node("a", "ws://10.0.0.2/ws", ""),
            node("b", "ws://10.0.0.2:81/ws", "wss://b.example.org/ws"),
            node("c", "", ""));
    assertEquals(
        List.of("node:b ws://10.0.0.2:81/ws", "node:b/public wss://b.example.org/ws"),
        plan.targets().stream().map(target -> target.name() + " " + target.url()).toList());
    assertEquals(new Peer("b", "direct"), Peer.of("node:b"));
    assertEquals(new Peer("b", "public"), Peer.of("node:b/public"));
  }

  @Test
  @DisplayName("nothing that is for configured targets is shown to a node")
  void nothingShown() {
    Target target = plan("{}", node("b", "ws://10.0.0.2/ws", "")).targets().get(0);
    TargetConfig config = target.config();
    assertEquals(List.of(), config.headers());
    assertEquals("", config.proxy().url());
    assertEquals("", config.connectTo());
    assertEquals("", config.expect());
    assertEquals(Map.of("node", "a"), config.labelMap());
    assertFalse(target.measured());
  }

  @Test
  @DisplayName("the pairs are in the metrics where that is asked for")
  void pairMetrics() {
    Node node = node("b", "ws://10.0.0.2/ws", "");
    assertTrue(plan("{\"pairMetrics\": true}", node).targets().get(0).measured());
  }

  @Test
  @DisplayName("a URL with the host of another is refused and told")
  void refused() {
    Mesh.Plan plan = plan("{}", node("b", "ws://10.0.0.9/ws", ""));
    assertEquals(List.of(), plan.targets());
    assertEquals(
        List.of(
            "a URL of b is not pinged: its host is neither 10.0.0.2 nor one of cluster.mesh.allow"),
        plan.refused());
  }

  @Test
  @DisplayName("where the mesh is off nobody is pinged")
  void off() {
    assertEquals(
        List.of(), plan("{\"enabled\": false}", node("b", "ws://10.0.0.2/ws", "")).targets());
  }
}
