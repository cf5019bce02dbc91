package io.wsgauge.socket;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.wsgauge.server.RouteGroup;

/** Answers, over plain HTTP, the upgrades that are not let in and the requests that are none. */
final class SocketRoutes implements RouteGroup {
  private final String path;
  private final OpenConnections connections;

  SocketRoutes(String path, OpenConnections connections) {
    this.path = path;
    this.connections = connections;
  }

  static Refusal full(OpenConnections connections) {
    return new Refusal(
        503, "all " + connections.max() + " connections (socket.maxConnections) are taken");
  }

  @Override
  public void mount(Router router) {
    router.route().order(-1).handler(this::answerRefusedUpgrade);
    // last, so that the page keeps its place where it shares the path
    router.get(path).last().handler(this::answerPlainRequest);
  }

  private void answerRefusedUpgrade(RoutingContext context) {
    Refusal refusal =
        UpgradeGate.takeRefusal(SocketPipeline.channel(context.request().connection()));
    if (refusal == null) {
      context.next();
    } else {
      refuse(context, refusal);
    }
  }

  /** With the answer that an upgrade would get now, for whoever asks why theirs fails. */
  private void answerPlainRequest(RoutingContext context) {
    refuse(
        context,
        connections.full()
            ? full(connections)
            : Refusal.upgradeRequired(path + " is a WebSocket: it needs Upgrade: websocket"));
  }

  private static void refuse(RoutingContext context, Refusal refusal) {
    refusal.headers().forEach(context.response()::putHeader);
    context.fail(refusal.status(), new HttpException(refusal.status(), refusal.reason()));
  }
}
