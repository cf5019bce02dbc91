package io.wsgauge.status;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsgauge.handshake.Rule;
import io.wsgauge.server.EventStream;
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
 * server-sent events. Both take {@code ?target=NAME}, also repeated, for some of the targets; the
 * first takes {@code ?results=false} as well, which leaves out the results in brief. Thread-safe.
 */
public final class TargetRoutes implements RouteGroup {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetRoutes.class);

  /** Bytes that a reader may leave unread. */
  private static final int MAX_UNREAD = 128 * 1024;

  private static final String RETRY_AFTER_SECONDS = "10";

  private final TargetRegistry watchlist;
  private final Duration commentInterval;
  private final SharedAnswer<StatusSnapshot> whole;
  private final SharedAnswer<StatusSnapshot> brief;

  /**
   * @param idleTimeout of the server, which must not end a stream; zero means no timeout
   */
  public TargetRoutes(Vertx vertx, TargetRegistry watchlist, Duration idleTimeout) {
    this.watchlist = watchlist;
    this.whole = new SharedAnswer<>(vertx, () -> watchlist.snapshot(true));
    this.brief = new SharedAnswer<>(vertx, () -> watchlist.snapshot(false));
    this.commentInterval = EventStream.commentInterval(idleTimeout);
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
    SharedAnswer<StatusSnapshot> answer =
        context.queryParam("results").contains("false") ? brief : whole;
    answer.send(context.request(), known -> known.of(names)).onFailure(context::fail);
  }

  private void results(RoutingContext context) {
    Set<String> names = names(context);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      Routes.notStored(context.response(), EventStream.TYPE)
          .end()
          .onFailure(e -> LOGGER.debug("A head was not sent", e));
      return;
    }
    EventStreams subscribers = watchlist.subscribers();
    EventStream stream = new EventStream(context, MAX_UNREAD);
    EventStreams.Subscriber subscriber = new EventStreams.Subscriber(stream, names);
    if (!subscribers.add(subscriber)) {
      context.response().putHeader("Retry-After", RETRY_AFTER_SECONDS);
      throw subscribers.ended()
          ? new Problem(Rule.STOPPING, "the server is stopping")
          : new Problem(Rule.STREAMS, "all " + EventStreams.MAX + " streams of results are taken");
    }
    stream.open(commentInterval, () -> subscribers.remove(subscriber));
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
