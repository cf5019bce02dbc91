package io.wsgauge.check;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wsgauge.config.Problems;
import io.wsgauge.handshake.Rule;
import io.wsgauge.server.EventStream;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/checks} begins a check, {@code GET /api/checks/ID} tells of it, {@code DELETE}
 * ends it; its events are at {@code /events}, its report at {@code /report.json} and {@code
 * /report.md}. Thread-safe.
 */
public final class CheckRoutes implements RouteGroup {
  private static final String PATH = "/api/checks";
  private static final String ONE = PATH + "/:id";

  /** Bytes of a request; what a check can be asked for is far below. */
  private static final int MAX_BODY = 16 * 1024;

  /** Readers of events, of all checks. */
  private static final int MAX_STREAMS = 50;

  /** Bytes of them that a reader may leave unread: more than a check has, so that none is cut. */
  private static final int MAX_UNREAD = 4 << 20;

  private static final String RETRY_AFTER_SECONDS = "10";

  private final CheckVerticle checks;
  private final Duration commentInterval;
  private final AtomicInteger streams = new AtomicInteger();

  /**
   * @param idleTimeout of the server, which must not end a stream; zero means no timeout
   */
  public CheckRoutes(CheckVerticle checks, Duration idleTimeout) {
    this.checks = checks;
    this.commentInterval = EventStream.commentInterval(idleTimeout);
  }

  @Override
  public void mount(Router router) {
    Routes.change(router, HttpMethod.POST, PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::begin);
    Routes.change(router, HttpMethod.DELETE, ONE).handler(this::forget);
    Routes.get(router, ONE).handler(context -> send(context, Routes.JSON, KeptCheck::json));
    Routes.get(router, ONE + "/events").handler(this::events);
    Routes.get(router, ONE + "/report.json")
        .handler(context -> send(context, Routes.JSON, check -> report(check).json()));
    Routes.get(router, ONE + "/report.md")
        .handler(
            context ->
                send(context, "text/markdown; charset=utf-8", check -> report(check).markdown()));
    Map.of(PATH, "POST", ONE, "GET, HEAD, DELETE")
        .forEach(
            (path, methods) ->
                router
                    .route(path)
                    .handler(
                        context -> {
                          context.response().putHeader(HttpHeaders.ALLOW, methods);
                          throw new Problem(
                              Rule.METHOD, context.request().method() + " is not allowed here");
                        }));
  }

  @Override
  public Future<Void> stopping() {
    return checks.here(checks::stopping);
  }

  private void begin(RoutingContext context) {
    CheckRequest request = request(context.body().buffer());
    checks
        .here(() -> checks.begin(request).map(check -> Map.entry(check.id(), check.json())))
        .onSuccess(
            begun ->
                Routes.notStored(context.response(), Routes.JSON)
                    .setStatusCode(201)
                    // relative, since a proxy may serve all of it below a path
                    .putHeader(HttpHeaders.LOCATION, "checks/" + begun.getKey())
                    .end(begun.getValue())
                    .onFailure(context::fail))
        .onFailure(
            error -> {
              if (error instanceof Problem problem && problem.rule() == Rule.CHECKS) {
                context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
              }
              context.fail(error);
            });
  }

  private CheckRequest request(@Nullable Buffer body) {
    Problems problems = new Problems();
    try {
      JsonObject json = body == null ? new JsonObject() : new JsonObject(body);
      CheckRequest request = CheckRequest.of(json, checks.bounds(), problems);
      if (problems.lines().isEmpty()) {
        return request;
      }
    } catch (DecodeException | ClassCastException e) {
      throw new Problem(Rule.CHECK_OPTIONS, "the body is no JSON object");
    }
    throw new Problem(Rule.CHECK_OPTIONS, String.join("; ", problems.lines()));
  }

  private void forget(RoutingContext context) {
    checks
        .here(() -> checks.forget(context.pathParam("id")))
        .compose(gone -> context.response().setStatusCode(204).end())
        .onFailure(context::fail);
  }

  /** Makes, on the event loop of the checks, what of a check is asked for. */
  private interface Content {
    Buffer of(KeptCheck check);
  }

  private void send(RoutingContext context, String type, Content content) {
    checks
        .here(() -> checks.find(context.pathParam("id")).map(content::of))
        .compose(body -> Routes.notStored(context.response(), type).end(body))
        .onFailure(context::fail);
  }

  private static KeptCheck.Written report(KeptCheck check) {
    KeptCheck.Written report = check.report();
    if (report == null) {
      throw new Problem(
          Rule.CHECK_REPORT, check.isRunning() ? "the check still runs" : "the check has failed");
    }
    return report;
  }

  /** All events from the first on, or after the last that the reader says it has seen. */
  private void events(RoutingContext context) {
    int seen = seen(context.request().getHeader("Last-Event-ID"));
    String id = context.pathParam("id");
    checks
        .here(() -> checks.find(id).map(check -> check.isRunning() || seen < check.events()))
        .onFailure(context::fail)
        .onSuccess(
            more -> {
              if (!more) { // a browser would ask for ever
                context.response().setStatusCode(204).end().onFailure(context::fail);
              } else if (context.request().method().equals(HttpMethod.HEAD)) {
                Routes.notStored(context.response(), EventStream.TYPE)
                    .end()
                    .onFailure(context::fail);
              } else {
                follow(context, id, seen);
              }
            });
  }

  private void follow(RoutingContext context, String id, int seen) {
    if (context.response().closed()) { // meanwhile, so that no end would be told
      return;
    }
    if (streams.incrementAndGet() > MAX_STREAMS) {
      streams.decrementAndGet();
      context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      context.fail(
          new Problem(Rule.STREAMS, "all " + MAX_STREAMS + " streams of checks are taken"));
      return;
    }
    EventStream stream = new EventStream(context, MAX_UNREAD);
    stream.open(
        commentInterval,
        () -> {
          streams.decrementAndGet();
          leave(id, stream);
        });
    checks
        .here(
            () ->
                checks
                    .find(id)
                    .<Void>map(
                        check -> {
                          check.follow(stream, seen);
                          return null;
                        }))
        .onFailure(gone -> stream.end());
  }

  private void leave(String id, EventStream stream) {
    checks
        .here(
            () ->
                checks
                    .find(id)
                    .<Void>map(
                        check -> {
                          check.leave(stream);
                          return null;
                        })
                    .otherwiseEmpty())
        .onFailure(context -> stream.end());
  }

  private static int seen(@Nullable String lastEventId) {
    return lastEventId != null && lastEventId.matches("[0-9]{1,6}")
        ? Integer.parseInt(lastEventId)
        : 0;
  }
}
