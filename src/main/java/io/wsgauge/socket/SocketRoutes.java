package io.wsgauge.socket;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.PeerInspector;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.RefusedUpgrade;
import io.wsgauge.handshake.ServerHandshake;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.socket.BehaviourSelector.Refused;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers, over plain HTTP, the upgrades that are rejected and the requests that are no upgrade.
 */
final class SocketRoutes implements RouteGroup {
  private final String path;
  private final Admission admission;
  private final BehaviourSelector behaviours;
  private final RefusalLog refusals;
  private final Supplier<Future<Void>> drain;

  SocketRoutes(
      String path,
      Admission admission,
      BehaviourSelector behaviours,
      RefusalLog refusals,
      Supplier<Future<Void>> drain) {
    this.path = path;
    this.admission = admission;
    this.behaviours = behaviours;
    this.refusals = refusals;
    this.drain = drain;
  }

  @Override
  public void mount(Router router) {
    router.route().order(-1).handler(this::answerRefusedUpgrade);
    // last, so that the page keeps its place where it shares the path
    Routes.get(router, path).last().handler(this::answerPlainRequest);
  }

  @Override
  public Future<Void> stopping() {
    return drain.get();
  }

  private void answerRefusedUpgrade(RoutingContext context) {
    RefusedUpgrade refused = ServerHandshake.takeRefused(context.request().connection());
    if (refused == null) {
      context.next();
    } else {
      refuse(context, refused.refusal(), refused.request());
    }
  }

  private void answerPlainRequest(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.path().equals(path)) { // a route takes a slash at the end as well
      Peer peer = PeerInspector.peer(request);
      UpgradeRequest asked = UpgradeRequest.of(request);
      Refusal refusal = admission.answerToPlain(request::getHeader, peer, () -> refusalFor(asked));
      if (request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
        // an upgrade from which a proxy has taken the header Upgrade
        refusals.add(refusal.rule(), refusal.status(), peer, request.uri());
      }
      refuse(context, refusal, asked);
    } else {
      context.next();
    }
  }

  /** Why the query has an upgrade rejected, without the delay; null when it has not. */
  private @Nullable Refusal refusalFor(UpgradeRequest request) {
    return !request.query().isEmpty()
            && behaviours.choose(request).orElse(null) instanceof Refused refused
        ? refused.refusal()
        : null;
  }

  private static void refuse(RoutingContext context, Refusal refusal, UpgradeRequest request) {
    refusal.headers().forEach(context.response()::putHeader);
    context.fail(new Problem(refusal, request));
  }
}
