package io.wsgauge.cluster;

import io.wsgauge.cluster.ClusterConfig.MeshConfig;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The targets that are nodes: {@code node:NAME} at the URL that the node tells of itself, and
 * {@code node:NAME/public} at that of what is in front of it. Pure.
 */
final class Mesh {
  private static final String PUBLIC = "/public";

  private final MeshConfig config;
  private final TargetConfig defaults;
  private final String self;

  /**
   * What a node pings.
   *
   * @param refused what is wrong with URLs that are not pinged, in words
   */
  record Plan(List<Target> targets, List<String> refused) {}

  /** A name of a target, read. */
  record Peer(String node, String via) {
    static Peer of(String target) {
      String name = target.substring(ClusterConfig.NODE_PREFIX.length());
      return name.endsWith(PUBLIC)
          ? new Peer(name.substring(0, name.length() - PUBLIC.length()), "public")
          : new Peer(name, "direct");
    }
  }

  /**
   * @param defaults of which the time-out, the thresholds and the authorities hold for nodes as
   *     well
   */
  Mesh(MeshConfig config, TargetConfig defaults, String self) {
    this.config = config;
    this.defaults = defaults;
    this.self = self;
  }

  /**
   * @param nodes those that are there, and those that are lost
   */
  Plan plan(Collection<Node> nodes) {
    List<Target> targets = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    if (config.enabled()) {
      Map<String, Node> byName = new TreeMap<>();
      nodes.forEach(node -> byName.put(node.name(), node));
      for (String name : Rings.peers(self, byName.keySet(), config.peers(), config.fullUpTo())) {
        Node node = byName.get(name);
        if (node != null) {
          add(node, "", node.url(), targets, refused);
          add(node, PUBLIC, node.publicUrl(), targets, refused);
        }
      }
    }
    return new Plan(List.copyOf(targets), List.copyOf(refused));
  }

  private void add(Node node, String suffix, String url, List<Target> to, List<String> refused) {
    if (url.isEmpty()) {
      return;
    }
    if (!NodeUrl.isAllowed(url, node.address(), config.allow())) {
      refused.add(
          "a URL of %s is not pinged: its host is neither %s nor one of cluster.mesh.allow"
              .formatted(node.name(), node.address()));
      return;
    }
    String name = ClusterConfig.NODE_PREFIX + node.name() + suffix;
    Target.of(
            defaults
                .ofPeer(name, url, config.interval())
                .labelled(ClusterConfig.NODE_LABEL + "=" + self))
        .forEach(target -> to.add(config.pairMetrics() ? target : target.unmeasured()));
  }
}
