package io.wsgauge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.client.ClientVerticle;
import io.wsgauge.client.Target;
import io.wsgauge.client.TargetConfig;
import io.wsgauge.client.TargetRoutes;
import io.wsgauge.client.Watchlist;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.FileWatch;
import io.wsgauge.page.PageRoutes;
import io.wsgauge.scenario.Scenarios;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.server.ServerVerticle;
import io.wsgauge.socket.SocketEndpoint;
import io.wsgauge.telemetry.Health;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.wire.BufferBudget;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root of the composition: makes the parts of the configuration, and deploys first the server
 * and then the client, which may ping it. Its deployment fails when one of them does.
 */
public final class MainVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(MainVerticle.class);

  /** Null until it is read, as what reads it again. */
  private Config config;

  private ConfigReload reload;

  private final Watchlist watchlist = new Watchlist();
  private Metrics metrics;
  private ClientVerticle client;
  private volatile Addresses addresses;

  /** For {@code vertx run}: takes the configuration that the deployment was given. */
  public MainVerticle() {}

  MainVerticle(Config config, ConfigReload reload) {
    this.config = config;
    this.reload = reload;
  }

  @Override
  public Future<?> start() {
    LogGuard.install(vertx);
    return (config == null ? readConfig() : Future.succeededFuture(config)).compose(this::start);
  }

  /** The parts have been stopped by now. */
  @Override
  public Future<?> stop() {
    LOGGER.info("stopped");
    return Future.succeededFuture();
  }

  /** Where the server is found, once deployed; null when there is none. */
  Addresses addresses() {
    return addresses;
  }

  private Future<Config> readConfig() {
    ConfigSource source = new ConfigSource("configuration", config());
    return vertx
        .executeBlocking(() -> ConfigReader.read(source, System.getenv(), Config.class))
        .map(
            effective -> {
              reload = new ConfigReload(source, System.getenv(), effective);
              return effective.config();
            });
  }

  private Future<Void> start(Config config) {
    LOGGER.info(
        "wsgauge {} on Java {}, {} transport",
        Version.current(),
        Runtime.version().feature(),
        vertx.isNativeTransportEnabled() ? "native" : "NIO");
    metrics = new Metrics(vertx, Version.current(), ClientVerticle.failureReasons());
    client = new ClientVerticle(metrics, watchlist, "wsgauge/" + Version.current());
    Future<Addresses> server =
        config.server().enabled() ? startServer(config) : Future.succeededFuture();
    return server.compose(found -> startClient(config, found));
  }

  private Future<Addresses> startServer(Config config) {
    return vertx
        .executeBlocking(config.server()::effectiveName)
        .compose(
            name -> {
              Scenarios scenarios = new Scenarios(config.scenario(), name, config.socket().reply());
              return SocketEndpoint.create(
                      vertx,
                      config.socket(),
                      new BufferBudget(config.socket().effectiveMaxBufferedBytes()),
                      config.server().shutdownTimeout(),
                      config.server().reloadInterval(),
                      scenarios,
                      metrics.server())
                  .compose(socket -> startServer(config, socket, scenarios));
            });
  }

  private Future<Addresses> startServer(Config config, SocketEndpoint socket, Scenarios scenarios) {
    Health health = new Health(vertx, client::unready);
    HttpServerOptions options = config.socket().applyTo(config.server().httpServerOptions());
    HttpConnections connections = new HttpConnections(config.server());
    TargetRoutes targets = new TargetRoutes(vertx, watchlist, config.server().idleTimeout());
    List<ServerVerticle> servers = new ArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              ServerVerticle server =
                  new ServerVerticle(
                      config.server(),
                      options,
                      connections,
                      socket::connected,
                      socket::upgraded,
                      List.of(
                          socket.routes(),
                          health,
                          metrics,
                          client.probeRoutes(),
                          targets,
                          scenarios,
                          new PageRoutes(config.socket().path())));
              servers.add(server);
              return server;
            },
            new DeploymentOptions().setInstances(config.server().effectiveInstances()))
        .compose(deployed -> watchTls(config.server(), servers.get(0)))
        .map(
            watching -> {
              Addresses found = Addresses.of(config, servers.get(0).actualPort());
              addresses = found;
              health.ready();
              LOGGER.info("page       {}", found.page());
              LOGGER.info("WebSocket  {}", found.socket());
              LOGGER.info("health     {}", found.health());
              LOGGER.info("metrics    {}", found.metrics());
              if (!config.openings().isEmpty()) {
                LOGGER.info("open       {}", String.join(", ", config.openings()));
              }
              return found;
            });
  }

  private Future<Void> watchTls(ServerConfig config, ServerVerticle server) {
    return new FileWatch<>(vertx, config.tls().files(), config::readTls, server::updateTls)
        .start(config.reloadInterval());
  }

  private Future<Void> startClient(Config config, Addresses server) {
    return vertx
        .deployVerticle(client)
        .compose(deployed -> updateClient(config.client(), config, server))
        .compose(
            updated ->
                reload.start(
                    vertx,
                    config.server().reloadInterval(),
                    section -> updateClient(section, config, server),
                    metrics::reload));
  }

  /**
   * @param section as it is now
   * @param config what the server runs with
   */
  private Future<Void> updateClient(ClientConfig section, Config config, Addresses server) {
    List<TargetConfig> targets = section.enabled() ? section.targets() : List.of();
    return client.update(
        section,
        targets.stream().flatMap(target -> targets(target, config, server).stream()).toList());
  }

  private static List<Target> targets(TargetConfig target, Config config, Addresses server) {
    return target.isSelf()
        ? Target.self(target, server.self(), config.server().tls().certificate())
        : Target.of(target);
  }
}
