package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.cluster.ClusterConfig;
import io.wsgauge.cluster.ClusterParts;
import io.wsgauge.cluster.ClusterRoutes;
import io.wsgauge.cluster.ClusterVerticle;
import io.wsgauge.cluster.NodeSettings;
import io.wsgauge.cluster.NodeSettings.Endpoint;
import io.wsgauge.cluster.hazelcast.HazelcastEngine;
import io.wsgauge.config.ConfigException;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.telemetry.Metrics;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This process as a node of a cluster, from the configuration; nothing where that is off. */
final class ClusterDeployment {
  private static final String ENGINE = "com/hazelcast/core/Hazelcast.class";

  private final Vertx vertx;
  private final Config config;
  private final ClusterConfig cluster;
  private final Metrics metrics;
  private final ClientDeployment client;
  private final ClusterRoutes routes = new ClusterRoutes();

  /** The node; null before its start, and without one. */
  private volatile @Nullable ClusterVerticle node;

  ClusterDeployment(Vertx vertx, Config config, Metrics metrics, ClientDeployment client) {
    this.vertx = vertx;
    this.config = config;
    this.cluster = config.cluster();
    this.metrics = metrics;
    this.client = client;
  }

  /**
   * Refuses a cluster whose engine is not there.
   *
   * @param source of the configuration
   */
  static void checkEngine(Config config, String source) throws ConfigException {
    if (config.cluster().enabled()
        && ClusterDeployment.class.getClassLoader().getResource(ENGINE) == null) {
      throw new ConfigException(
          source, "cluster.enabled needs wsgauge-cluster.jar beside wsgauge.jar, where it is not");
    }
  }

  /** The routes on which the cluster is shown; a server may have them before the start. */
  List<RouteGroup> routes() {
    return cluster.enabled() ? List.of(routes) : List.of();
  }

  /**
   * Begins to join.
   *
   * @param server where other nodes ping this one; null where there is no server
   * @return fails when a file of the section cannot be read, and not when there is no cluster
   */
  Future<Void> start(@Nullable ServerUrls server) {
    if (!cluster.enabled()) {
      return Future.succeededFuture();
    }
    Endpoint endpoint =
        server == null
            ? null
            : new Endpoint(
                server.tls(),
                server.isAnyHost() ? "" : server.host(),
                server.port(),
                server.socketPath());
    return vertx
        .executeBlocking(
            () -> NodeSettings.read(cluster, effectiveName(), Version.current(), endpoint))
        .recover(e -> Future.failedFuture(failure(e)))
        .map(
            settings ->
                new ClusterParts(
                    cluster,
                    settings,
                    config.client().defaults(),
                    metrics,
                    client.registry(),
                    client::pingAlso,
                    routes))
        .compose(
            parts -> {
              ClusterVerticle started = new ClusterVerticle(parts, HazelcastEngine::new);
              node = started;
              return vertx.deployVerticle(started);
            })
        .mapEmpty();
  }

  private StartFailure failure(Throwable e) {
    return e instanceof UnknownHostException
        ? StartFailure.listening("cluster", cluster.host(), cluster.port(), e)
        : StartFailure.reading("cluster", e);
  }

  /** Takes up what can be while the node runs; does nothing without one. */
  Future<Void> update(Config read) {
    ClusterVerticle started = node;
    return started == null
        ? Future.succeededFuture()
        : started.update(read.cluster(), read.client().defaults());
  }

  private String effectiveName() {
    return cluster.name().isEmpty() ? config.server().effectiveName() : cluster.name();
  }
}
