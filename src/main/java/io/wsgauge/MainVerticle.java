package io.wsgauge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.client.ClientVerticle;
import io.wsgauge.config.ConfigReader;
import io.wsgauge.config.ConfigSource;
import io.wsgauge.config.FileWatch;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.handshake.Rule;
import io.wsgauge.page.PageRoutes;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.scenario.Scenarios;
import io.wsgauge.server.AllowedHosts;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.server.ServerVerticle;
import io.wsgauge.socket.SocketEndpoint;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.status.TargetRoutes;
import io.wsgauge.telemetry.Health;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.wire.BufferBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  private final TargetRegistry watchlist = new TargetRegistry();
  private BufferBudget budget;
  private Metrics metrics;
  private ClientVerticle client;
  private volatile ServerUrls addresses;

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
  ServerUrls addresses() {
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
            })
        // the command vertx logs it as well, but in one line that is cut
        .onFailure(e -> String.valueOf(e.getMessage()).lines().forEach(LOGGER::error));
  }

  private Future<Void> start(Config config) {
    LOGGER.info(
        "wsgauge {} on Java {}, {} transport",
        Version.current(),
        Runtime.version().feature(),
        vertx.isNativeTransportEnabled() ? "native" : "NIO");
    budget = new BufferBudget(config.socket().effectiveMaxBufferedBytes());
    metrics = new Metrics(vertx, Version.current(), ClientVerticle.failureReasons());
    client =
        new ClientVerticle(
            metrics, watchlist, new ProbeSettings(budget, "wsgauge/" + Version.current()));
    Future<ServerUrls> server =
        config.server().enabled() ? startServer(config) : Future.succeededFuture();
    return server.compose(found -> startClient(config, found));
  }

  private Future<ServerUrls> startServer(Config config) {
    return vertx
        .executeBlocking(config.server()::effectiveName)
        .compose(
            name -> {
              Scenarios scenarios = new Scenarios(config.scenario(), name, config.socket().reply());
              return SocketEndpoint.create(
                      vertx,
                      config.socket(),
                      budget,
                      config.server().shutdownTimeout(),
                      config.server().reloadInterval(),
                      scenarios,
                      metrics.server())
                  .compose(socket -> startServer(config, socket, scenarios));
            });
  }

  private Future<ServerUrls> startServer(
      Config config, SocketEndpoint socket, Scenarios scenarios) {
    String socketPath = config.socket().path();
    Health health = new Health(vertx, client::unready);
    RouteGroup hosts = new AllowedHosts(config.server().allowedHosts(), socketPath);
    List<RouteGroup> managed =
        List.of(
            metrics,
            client.probeRoutes(),
            new TargetRoutes(vertx, watchlist, config.server().idleTimeout()),
            scenarios.info());
    boolean apart = config.server().management().enabled();
    List<RouteGroup> routes =
        Stream.of(
                List.of(socket.routes(), health, hosts),
                apart ? List.<RouteGroup>of(this::leaveToManagement) : managed,
                List.of(scenarios, new PageRoutes(socketPath)))
            .flatMap(List::stream)
            .toList();
    HttpServerOptions options = config.socket().applyTo(config.server().httpServerOptions());
    HttpConnections connections = new HttpConnections(config.server(), new HttpPipeline(budget));
    List<ServerVerticle> servers = new ArrayList<>();
    return vertx
        .deployVerticle(
            () -> {
              ServerVerticle server =
                  new ServerVerticle(
                      config.server(),
                      config.server().address(),
                      options,
                      connections,
                      socket::connected,
                      socket::upgraded,
                      routes);
              servers.add(server);
              return server;
            },
            new DeploymentOptions().setInstances(config.server().effectiveInstances()))
        .compose(
            deployed ->
                apart
                    ? startManagement(
                        config.server(),
                        Stream.of(
                                List.of(health, hosts),
                                managed,
                                List.of(
                                    scenarios,
                                    new PageRoutes(socketPath, servers.get(0).actualPort()),
                                    untilDrained(socket.routes())))
                            .flatMap(List::stream)
                            .toList())
                    : Future.succeededFuture(servers.get(0)))
        .compose(
            management ->
                watchTls(
                        config.server(),
                        apart ? List.of(servers.get(0), management) : servers.subList(0, 1))
                    .map(management))
        .map(
            management -> {
              ServerUrls found =
                  ServerUrls.of(config, servers.get(0).actualPort(), management.actualPort());
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

  /** What the second port alone answers is told so at the first; its event loops are measured. */
  private void leaveToManagement(Router router) {
    metrics.loopDelay().start(vertx);
    for (String path : List.of(Metrics.PATH, "/probe", "/api/*", "/info")) {
      router
          .route(path)
          .handler(
              context -> {
                String reason = context.request().path() + " is at server.management.port alone";
                throw new Problem(Rule.MANAGEMENT_PORT, reason);
              });
    }
  }

  /** Whoever watches the server sees its WebSockets end. */
  private static RouteGroup untilDrained(RouteGroup socket) {
    return new RouteGroup() {
      @Override
      public void mount(Router router) {}

      @Override
      public Future<Void> stopping() {
        return socket.stopping();
      }
    };
  }

  private Future<ServerVerticle> startManagement(ServerConfig config, List<RouteGroup> routes) {
    ServerVerticle server =
        new ServerVerticle(
            config,
            config.managementAddress(),
            config.httpServerOptions(),
            new HttpConnections(config, new HttpPipeline(budget)),
            connected -> {},
            null,
            routes);
    return vertx
        .deployVerticle(server)
        .map(server)
        .recover(e -> Future.failedFuture(new StartFailure.Management(e)));
  }

  private Future<Void> watchTls(ServerConfig config, List<ServerVerticle> servers) {
    return new FileWatch<>(
            vertx,
            config.tls().files(),
            config::readTls,
            tls -> Future.join(servers.stream().map(server -> server.updateTls(tls)).toList()))
        .start(config.reloadInterval());
  }

  private Future<Void> startClient(Config config, ServerUrls server) {
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
  private Future<Void> updateClient(ClientConfig section, Config config, ServerUrls server) {
    List<TargetConfig> targets = section.enabled() ? section.targets() : List.of();
    return client.update(
        section,
        targets.stream().flatMap(target -> targets(target, config, server).stream()).toList());
  }

  private static List<Target> targets(TargetConfig target, Config config, ServerUrls server) {
    return target.isSelf()
        ? Target.self(target, server.self(), config.server().tls().certificate())
        : Target.of(target);
  }
}
