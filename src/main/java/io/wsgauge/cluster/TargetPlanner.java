package io.wsgauge.cluster;

import io.wsgauge.cluster.ClusterConfig.MeshConfig;
import io.wsgauge.cluster.ClusterConfig.SharedConfig;
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
  private final String self;
  private final SharedTargets shared;
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

  /**
   * What a plan is made for.
   *
   * @param defaults of targets
   * @param sharers names of the nodes that share targets
   * @param here whether this node is one of those that are there
   * @param silent names of those that have not answered yet
   * @param nodes those that are there, and those that are lost
   */
  record Situation(
      SharedConfig shared,
      MeshConfig mesh,
      TargetConfig defaults,
      Set<String> sharers,
      boolean here,
      Set<String> silent,
      List<Node> nodes) {}

  /**
   * @param self name of the node
   */
  TargetPlanner(String self) {
    this.self = self;
    this.shared = new SharedTargets(self);
  }

  /**
   * @param now in nanoseconds, as {@link System#nanoTime}
   */
  Plan plan(Situation given, long now) {
    SharedTargets.Plan part =
        shared.plan(given.shared(), given.sharers(), given.here(), given.silent(), now);
    if (!part.targets().equals(ownConfigs)) {
      String label = ClusterConfig.NODE_LABEL + "=" + self;
      ownConfigs = part.targets();
      own =
          ownConfigs.stream()
              .flatMap(target -> Target.of(target.labelled(label)).stream())
              .toList();
    }
    Mesh.Plan peers = new Mesh(given.mesh(), given.defaults(), self).plan(given.nodes());
    List<Target> next = new ArrayList<>(own);
    next.addAll(peers.targets());
    if (!next.equals(all)) {
      all = List.copyOf(next);
    }
    return new Plan(all, part, peers.refused());
  }
}
