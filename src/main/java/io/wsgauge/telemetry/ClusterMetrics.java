package io.wsgauge.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The cluster as this node sees it. Thread-safe. */
public final class ClusterMetrics {
  private final Gauge nodes;
  private final Gauge lost;
  private final Counter viewChanges;
  private final Counter merges;
  private final Gauge sharedOwned;
  private final Gauge sharedLeftOut;
  private final Counter answersMissing;

  ClusterMetrics(PrometheusRegistry registry) {
    nodes = gauge(registry, "nodes", "Nodes that are there, this one among them.");
    lost = gauge(registry, "nodes_lost", "Nodes that went without a word in the last hour.");
    viewChanges = counter(registry, "view_changes", "Times that nodes came or went.");
    merges = counter(registry, "merges", "Times that two parts of the cluster came together.");
    sharedOwned = gauge(registry, "shared_owned", "Shared targets that fall to this node.");
    sharedLeftOut =
        gauge(registry, "shared_left_out", "Shared targets that are too many for this node.");
    answersMissing = counter(registry, "answers_missing", "Questions that a node did not answer.");
  }

  private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
    return Gauge.builder()
        .name("wsgauge_cluster_" + name)
        .help(help)
        .withoutExemplars()
        .register(registry);
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder()
        .name("wsgauge_cluster_" + name)
        .help(help)
        .withoutExemplars()
        .register(registry);
  }

  /**
   * Nodes have come or gone.
   *
   * @param there how many there are now, this one among them
   */
  public void view(int there) {
    nodes.set(there);
    viewChanges.inc();
  }

  public void lost(int count) {
    lost.set(count);
  }

  public void merged() {
    merges.inc();
  }

  /**
   * @param owned that are pinged
   * @param leftOut that are not, being too many
   */
  public void shared(int owned, int leftOut) {
    sharedOwned.set(owned);
    sharedLeftOut.set(leftOut);
  }

  public void answerMissing() {
    answersMissing.inc();
  }
}
