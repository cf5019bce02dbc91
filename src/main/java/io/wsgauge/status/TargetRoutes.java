package io.wsgauge.status;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.SharedAnswer;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/targets}: what is known of the targets. {@code GET /api/results}: what is new of
 * them, as server-sent events. Both take {@code ?target=NAME} for some of them.
 */
public final class TargetRoutes implements RouteGroup {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetRoutes.class);

  private static final Duration LONGEST_COMMENT_INTERVAL = Duration.ofSeconds(15);
  private static final String RETRY_AFTER_SECONDS = "10";

  private final TargetRegistry watchlist;
  private final Duration commentInterval;
  private final SharedAnswer<StatusSnapshot> answer;

  /**
   * @param idleTimeout of the server, which must not end a stream; zero for none
   */
  public TargetRoutes(Vertx vertx, TargetRegistry watchlist, Duration idleTimeout) {
    this.watchlist = watchlist;
    this.answer = new SharedAnswer<>(vertx, watchlist::toJson);
    this.commentInterval = commentInterval(idleTimeout);
  }

  /** At least a millisecond. */
  static Duration commentInterval(Duration idleTimeout) {
    if (idleTimeout.isZero()) {
      return LONGEST_COMMENT_INTERVAL;
    }
    long millis = Math.min(LONGEST_COMMENT_INTERVAL.toMillis(), idleTimeout.toMillis() / 2);
    return Duration.ofMillis(Math.max(1, millis));
  }

  @Override
  public void mount(Router router) {
    readable(router, "/api/targets").handler(this::targets);
    readable(router, "/api/results").handler(this::results);
  }

  private static Route readable(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Ends the streams, which would be open until the shutdown timeout. */
  @Override
  public Future<Void> stopping() {
    watchlist.subscribers().end();
    return Future.succeededFuture();
  }

  private void targets(RoutingContext context) {
    Set<String> names = names(context);
    context
        .response()
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "application/json");
    answer.send(context.request(), known -> known.of(names)).onFailure(context::fail);
  }

  private void results(RoutingContext context) {
    Set<String> names = names(context);
    HttpServerRequest request = context.request();
    context.response().putHeader("Cache-Control", "no-store");
    if (request.method().equals(HttpMethod.HEAD)) {
      context
          .response()
          .putHeader("Content-Type", "text/event-stream")
          .end()
          .onFailure(e -> LOGGER.debug("A head was not sent", e));
      return;
    }
    EventStreams subscribers = watchlist.subscribers();
    EventStream subscriber = new EventStream(Vertx.currentContext(), request, names);
    if (!subscribers.add(subscriber)) {
      context.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
      throw new HttpException(
          503,
          subscribers.ended()
              ? "the server is stopping"
              : "all " + EventStreams.MAX + " streams of results are taken");
    }
    long comments = subscriber.start(commentInterval);
    context.addEndHandler(
        done -> {
          subscribers.remove(subscriber);
          context.vertx().cancelTimer(comments);
        });
  }

  /** The targets that the query names; empty for all. */
  private Set<String> names(RoutingContext context) {
    Set<String> names = Set.copyOf(context.queryParam("target"));
    Set<String> known = watchlist.names();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new HttpException(404, "there is no target " + name);
      }
    }
    return names;
  }
}
