package io.wsgauge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.check.CheckRoutes;
import io.wsgauge.check.CheckVerticle;
import io.wsgauge.check.OwnServer;
import io.wsgauge.config.FileWatch;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.handshake.ServerIdentity;
import io.wsgauge.scenario.Scenarios;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.server.ServerVerticle;
import io.wsgauge.socket.ConnectionRecords;
import io.wsgauge.socket.SocketEndpoint;
import io.wsgauge.telemetry.Health;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.wire.BufferBudget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server with the WebSocket endpoint and all its routes, from the configuration: on one port,
 * or with what is for the operator on a second one.
 */
final class ServerDeployment {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerDeployment.class);

  private final Vertx vertx;
  private final Config config;
  private final ServerConfig server;
  private final BufferBudget budget;
  private final Metrics metrics;
  private final ClientDeployment client;
  private final ClusterDeployment cluster;
  private final Health health;

  ServerDeployment(
      Vertx vertx,
      Config config,
      BufferBudget budget,
      Metrics metrics,
      ClientDeployment client,
      ClusterDeployment cluster) {
    this.vertx = vertx;
    this.config = config;
    this.server = config.server();
    this.budget = budget;
    this.metrics = metrics;
    this.client = client;
    this.cluster = cluster;
    this.health = new Health(vertx, client::unready);
  }

  /**
   * Reads the files and listens.
   *
   * @return where the server is found; fails with a {@link StartFailure}
   */
  Future<ServerUrls> start() {
    return vertx
        .executeBlocking(server::effectiveName)
        .compose(
            name -> {
              ConnectionRecords records = config.scenario().connectionRecords();
              Scenarios scenarios =
                  new Scenarios(config.scenario(), name, config.socket(), records);
              ServerIdentity identity = server.identity() ? new ServerIdentity(name) : null;
              CheckVerticle checks = checks(name);
              return createEndpoint(scenarios, records, identity)
                  .compose(socket -> vertx.deployVerticle(checks).map(socket))
                  .compose(socket -> start(scenarios, socket, checks));
            });
  }

  private CheckVerticle checks(String name) {
    OwnServer own = new OwnServer(name, config.socket().path(), server.publicUrl());
    return new CheckVerticle(config.check(), own, budget, client::target);
  }

  private Future<SocketEndpoint> createEndpoint(
      Scenarios scenarios, ConnectionRecords records, @Nullable ServerIdentity identity) {
    return SocketEndpoint.create(
            vertx,
            config.socket(),
            budget,
            server.shutdownTimeout(),
            server.reloadInterval(),
            scenarios,
            metrics.server(),
            records,
            identity)
        .recover(e -> Future.failedFuture(StartFailure.reading("socket.auth", e)));
  }

  private Future<ServerUrls> start(
      Scenarios scenarios, SocketEndpoint socket, CheckVerticle checks) {
    return vertx
        .executeBlocking(server::httpServerOptions)
        .recover(e -> Future.failedFuture(StartFailure.reading("server.tls", e)))
        .compose(options -> listen(options, scenarios, socket, checks))
        .compose(verticles -> watchTls(verticles).map(v -> started(verticles)));
  }

  /** A verticle of the WebSocket's port and, where there is a second port, that port's. */
  private Future<List<ServerVerticle>> listen(
      HttpServerOptions options, Scenarios scenarios, SocketEndpoint socket, CheckVerticle checks) {
    CheckRoutes ofChecks = new CheckRoutes(checks, server.idleTimeout());
    ServerRoutes routes =
        new ServerRoutes(
            vertx, config, metrics, health, client, cluster, ofChecks, scenarios, socket.routes());
    return listen(new HttpServerOptions(options), socket, routes.ofServer())
        .compose(
            first ->
                server.management().enabled()
                    ? listenApart(options, routes.ofManagement(first.actualPort()))
                        .map(second -> List.of(first, second))
                    : Future.succeededFuture(List.of(first)));
  }

  private Future<ServerVerticle> listen(
      HttpServerOptions options, SocketEndpoint socket, List<RouteGroup> routes) {
    HttpConnections connections = new HttpConnections(server, new HttpPipeline(budget));
    config.socket().applyTo(options);
    List<ServerVerticle> instances = new ArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              ServerVerticle instance =
                  new ServerVerticle(
                      server,
                      server.address(),
                      options,
                      connections,
                      socket::connected,
                      socket::upgraded,
                      socket::invalid,
                      routes);
              instances.add(instance);
              return instance;
            },
            new DeploymentOptions().setInstances(server.effectiveInstances()))
        .map(deployed -> instances.get(0))
        .recover(
            e ->
                Future.failedFuture(
                    StartFailure.listening("server", server.host(), server.port(), e)));
  }

  private Future<ServerVerticle> listenApart(HttpServerOptions options, List<RouteGroup> routes) {
    ServerVerticle verticle =
        new ServerVerticle(
            server,
            server.managementAddress(),
            options,
            new HttpConnections(server, new HttpPipeline(budget)),
            connected -> {},
            null,
            (request, problem) -> {},
            routes);
    return vertx
        .deployVerticle(verticle)
        .map(verticle)
        .recover(
            e ->
                Future.failedFuture(
                    StartFailure.listening(
                        "server.management",
                        server.managementHost(),
                        server.management().port(),
                        e)));
  }

  private Future<Void> watchTls(List<ServerVerticle> verticles) {
    return new FileWatch<>(
            vertx,
            server.tls().files(),
            server::httpServerOptions,
            read ->
                Future.join(
                    verticles.stream()
                        .map(verticle -> verticle.updateTls(read.getSslOptions()))
                        .toList()))
        .start(server.reloadInterval());
  }

  /**
   * @param verticles of the WebSocket's port, and of the second port where there is one
   */
  private ServerUrls started(List<ServerVerticle> verticles) {
    ServerUrls found =
        ServerUrls.of(
            config,
            verticles.get(0).actualPort(),
            verticles.get(verticles.size() - 1).actualPort());
    health.ready();
    LOGGER.info("page       {}", found.page());
    LOGGER.info("WebSocket  {}", found.socket());
    LOGGER.info("health     {}", found.health());
    LOGGER.info("metrics    {}", found.metrics());
    if (!config.openings().isEmpty()) {
      LOGGER.info("open       {}", String.join(", ", config.openings()));
    }
    return found;
  }
}
