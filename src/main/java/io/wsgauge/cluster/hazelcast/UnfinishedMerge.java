package io.wsgauge.cluster.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of a cluster is frozen while it merges with another. Who misses the order to merge, since
 * it hangs or its oldest member dies just then, would stay so: it would take nobody in, and merge
 * with nobody. Not thread-safe.
 */
final class UnfinishedMerge {
  private static final Logger LOGGER = LoggerFactory.getLogger(UnfinishedMerge.class);

  private final Cluster cluster;
  private boolean frozen;

  UnfinishedMerge(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Has the oldest end what lasts since the look before, longer than any merge. Blocks. */
  void look() {
    boolean before = frozen;
    frozen =
        cluster.getClusterState() == ClusterState.FROZEN
            && cluster.getMembers().iterator().next().localMember();
    if (frozen && before) {
      cluster.changeClusterState(ClusterState.ACTIVE);
      LOGGER.info("cluster    ended a merge that was left unfinished");
    }
  }
}
