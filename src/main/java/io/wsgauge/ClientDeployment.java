package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.wsgauge.client.ClientConfig;
import io.wsgauge.client.ClientVerticle;
import io.wsgauge.probe.ProbeSettings;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.status.TargetRoutes;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.wire.BufferBudget;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The client with all that belongs to it, from the configuration. */
final class ClientDeployment {
  private final Vertx vertx;
  private final Config config;
  private final TargetRegistry registry;
  private final ClientVerticle client;

  /** The section and the targets beside it, as they were last. Guarded by this. */
  private @Nullable ClientConfig section;

  private List<Target> others = List.of();
  private @Nullable ServerUrls server;

  ClientDeployment(Vertx vertx, Config config, BufferBudget budget, Metrics metrics) {
    this.vertx = vertx;
    this.config = config;
    this.registry = new TargetRegistry(config.server().publicUrl());
    this.client =
        new ClientVerticle(
            metrics,
            registry,
            new ProbeSettings(budget, "wsgauge/" + Version.current()),
            new QuickCheck(vertx, budget));
  }

  /** The routes on which targets are probed and shown; a server may have them before the start. */
  List<RouteGroup> routes() {
    return List.of(
        client.probeRoutes(), new TargetRoutes(vertx, registry, config.server().idleTimeout()));
  }

  /** The target of that name; empty without one. Thread-safe. */
  Optional<Target> target(String name) {
    return client.target(name);
  }

  /** No route, but what tells the client of a server's stop, for all that the server does first. */
  RouteGroup stop() {
    return new Stop(client);
  }

  private record Stop(ClientVerticle client) implements RouteGroup {
    @Override
    public void mount(Router router) {}

    @Override
    public Future<Void> stopping() {
      client.stopping();
      return Future.succeededFuture();
    }
  }

  /** The targets that are down and must not be, for the service to be ready. */
  List<String> unready() {
    return client.unready();
  }

  /**
   * Deploys the client, and has it run the configuration's targets.
   *
   * @param server where the target {@code self} is found; null where there is no server
   */
  Future<Void> start(@Nullable ServerUrls server) {
    this.server = server;
    return vertx.deployVerticle(client).compose(deployed -> update(config.client()));
  }

  /** What is known of all targets. */
  TargetRegistry registry() {
    return registry;
  }

  /** Runs these targets beside those of the configuration, and no others than that. */
  synchronized Future<Void> pingAlso(List<Target> targets) {
    others = targets;
    return section == null ? Future.succeededFuture() : update(section);
  }

  /**
   * Runs the targets of the section, and no others of the configuration. Thread-safe.
   *
   * @param section as it is now
   */
  synchronized Future<Void> update(ClientConfig section) {
    this.section = section;
    List<TargetConfig> own = section.enabled() ? section.targets() : List.of();
    return client.update(
        section,
        Stream.concat(own.stream().flatMap(target -> targets(target).stream()), others.stream())
            .toList());
  }

  private List<Target> targets(TargetConfig target) {
    return target.isSelf()
        ? Target.self(
            target,
            Objects.requireNonNull(server, "checked with the configuration").self(),
            config.server().tls().certificate())
        : Target.of(target);
  }
}
