package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.Metrics;
import java.util.List;

/**
 * What a node is made of.
 *
 * @param defaults of targets
 * @param registry of all targets that are pinged, those of the cluster among them
 * @param sink takes the targets that this node is to ping for the cluster
 * @param routes on which the node answers
 */
public record ClusterParts(
    ClusterConfig config,
    NodeSettings settings,
    TargetConfig defaults,
    Metrics metrics,
    TargetRegistry registry,
    Sink sink,
    ClusterRoutes routes) {

  /** Takes targets. */
  @FunctionalInterface
  public interface Sink {
    /** Pings these from now on, and no others of the cluster. */
    Future<Void> ping(List<Target> targets);
  }
}
