package io.wsgauge.status;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Rule;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import io.wsgauge.server.SharedAnswer;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/targets}: the status of the targets. {@code GET /api/results}: their events, as
 * server-sent events. Both take {@code ?target=NAME}, also repeated, for some of the targets.
 * Thread-safe.
 */
public final class TargetRoutes implements RouteGroup {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetRoutes.class);

  private static final Duration LONGEST_COMMENT_INTERVAL = Duration.ofSeconds(15);
  private static final String RETRY_AFTER_SECONDS = "10";

  private final TargetRegistry watchlist;
  private final Duration commentInterval;
  private final SharedAnswer<StatusSnapshot> answer;

  /**
   * @param idleTimeout of the server, which must not end a stream; zero means no timeout
   */
  public TargetRoutes(Vertx vertx, TargetRegistry watchlist, Duration idleTimeout) {
    this.watchlist = watchlist;
    this.answer = new SharedAnswer<>(vertx, watchlist::snapshot);
    this.commentInterval = commentInterval(idleTimeout);
  }

  /** The interval of a stream's comments, at least a millisecond. */
  static Duration commentInterval(Duration idleTimeout) {
    if (idleTimeout.isZero()) {
      return LONGEST_COMMENT_INTERVAL;
    }
    long millis = Math.min(LONGEST_COMMENT_INTERVAL.toMillis(), idleTimeout.toMillis() / 2);
    return Duration.ofMillis(Math.max(1, millis));
  }

  @Override
  public void mount(Router router) {
    Routes.get(router, "/api/targets").handler(this::targets);
    Routes.get(router, "/api/results").handler(this::results);
  }

  /** Ends the streams, which would stay open until the shutdown timeout. */
  @Override
  public Future<Void> stopping() {
    watchlist.subscribers().end();
    return Future.succeededFuture();
  }

  private void targets(RoutingContext context) {
    Set<String> names = names(context);
    Routes.notStored(context.response(), Routes.JSON);
    answer.send(context.request(), known -> known.of(names)).onFailure(context::fail);
  }

  private void results(RoutingContext context) {
    Set<String> names = names(context);
    HttpServerRequest request = context.request();
    Routes.notStored(context.response(), "text/event-stream");
    if (request.method().equals(HttpMethod.HEAD)) {
      context.response().end().onFailure(e -> LOGGER.debug("A head was not sent", e));
      return;
    }
    EventStreams subscribers = watchlist.subscribers();
    EventStream subscriber = new EventStream(Vertx.currentContext(), request, names);
    if (!subscribers.add(subscriber)) {
      context.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
      throw subscribers.ended()
          ? new Problem(Rule.STOPPING, "the server is stopping")
          : new Problem(Rule.STREAMS, "all " + EventStreams.MAX + " streams of results are taken");
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
        throw new Problem(Rule.TARGET, "there is no target " + name);
      }
    }
    return names;
  }
}
