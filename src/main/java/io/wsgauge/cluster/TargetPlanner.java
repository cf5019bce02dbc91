package io.wsgauge.cluster;

import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a node is to ping: its part of the shared targets, and its peers. Of many targets that takes
 * long. Plans build on each other, and so are made one after the other. Not thread-safe.
 */
final class TargetPlanner {
  private final String label;
  private final SharedTargets shared;
  private final Mesh mesh;
  private List<TargetConfig> ownConfigs = List.of();
  private List<Target> own = List.of();
  private List<Target> all = List.of();

  /**
   * What is to be pinged now.
   *
   * @param targets the very same list for as long as nothing has changed
   * @param refused what is wrong with URLs that are not pinged, in words
   */
  record Plan(List<Target> targets, SharedTargets.Plan shared, List<String> refused) {
    static final Plan NONE =
        new Plan(List.of(), new SharedTargets.Plan(List.of(), 0, 0, null), List.of());
  }

  TargetPlanner(ClusterParts parts) {
    String self = parts.settings().node().name();
    ClusterConfig config = parts.config();
    this.label = ClusterConfig.NODE_LABEL + "=" + self;
    this.shared = new SharedTargets(config.shared(), self);
    this.mesh = new Mesh(config.mesh(), parts.defaults(), self);
  }

  /**
   * @param sharers names of the nodes that share targets
   * @param here whether this node is one of those that are there
   * @param silent names of those that have not answered yet
   * @param nodes those that are there, and those that are lost
   * @param now in nanoseconds, as {@link System#nanoTime}
   */
  Plan plan(Set<String> sharers, boolean here, Set<String> silent, List<Node> nodes, long now) {
    SharedTargets.Plan part = shared.plan(sharers, here, silent, now);
    if (!part.targets().equals(ownConfigs)) {
      ownConfigs = part.targets();
      own =
          ownConfigs.stream()
              .flatMap(target -> Target.of(target.labelled(label)).stream())
              .toList();
    }
    Mesh.Plan peers = mesh.plan(nodes);
    List<Target> next = new ArrayList<>(own);
    next.addAll(peers.targets());
    if (!next.equals(all)) {
      all = List.copyOf(next);
    }
    return new Plan(all, part, peers.refused());
  }
}
