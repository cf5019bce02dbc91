package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.wsgauge.handshake.Rule;
import io.wsgauge.page.PageRoutes;
import io.wsgauge.scenario.Scenarios;
import io.wsgauge.server.AllowedHosts;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.telemetry.Health;
import io.wsgauge.telemetry.Metrics;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of each port, in the order in which they see a request.
 *
 * @param checks those with which checks are begun and shown
 * @param socket those of the WebSocket endpoint
 */
record ServerRoutes(
    Vertx vertx,
    Config config,
    Metrics metrics,
    Health health,
    ClientDeployment client,
    ClusterDeployment cluster,
    RouteGroup checks,
    Scenarios scenarios,
    RouteGroup socket) {

  /** The routes of the WebSocket's port: all of them where there is no second port. */
  List<RouteGroup> ofServer() {
    List<RouteGroup> routes = new ArrayList<>(List.of(client.stop(), socket, health, hosts()));
    if (config.server().management().enabled()) {
      routes.add(this::leaveToManagement);
    } else {
      routes.addAll(operator());
    }
    routes.addAll(List.of(scenarios, page(new PageRoutes(config.socket().path()))));
    return routes;
  }

  /**
   * Those of the second port.
   *
   * @param socketPort where the WebSocket is, for the page to know
   */
  List<RouteGroup> ofManagement(int socketPort) {
    List<RouteGroup> routes = new ArrayList<>(List.of(health, hosts()));
    routes.addAll(operator());
    routes.addAll(List.of(scenarios, page(new PageRoutes(config.socket().path(), socketPort))));
    routes.add(new UntilDrained(socket));
    return routes;
  }

  private PageRoutes page(PageRoutes page) {
    return page.withCluster(config.cluster().enabled());
  }

  private RouteGroup hosts() {
    return new AllowedHosts(config.server().allowedHosts(), config.socket().path());
  }

  /** What is for the operator, and only at the second port where there is one. */
  private List<RouteGroup> operator() {
    List<RouteGroup> routes = new ArrayList<>(List.of(metrics));
    routes.addAll(cluster.routes());
    routes.addAll(client.routes());
    routes.add(checks);
    routes.add(scenarios.info());
    return routes;
  }

  /**
   * What the second port alone answers is rejected with that reason at the first; its event loops
   * are measured.
   */
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

  /** No route, but a port that stays until the WebSockets have ended, so that one sees them end. */
  private record UntilDrained(RouteGroup socket) implements RouteGroup {
    @Override
    public void mount(Router router) {}

    @Override
    public Future<Void> stopping() {
      return socket.stopping();
    }
  }
}
