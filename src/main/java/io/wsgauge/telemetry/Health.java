package io.wsgauge.telemetry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import io.wsgauge.server.RouteGroup;

/**
 * {@code GET /health/live}: an event loop answers. {@code GET /health/ready}: the server listens
 * and is not stopping; 503 otherwise. Any thread may set it.
 */
public final class Health implements RouteGroup {
  public static final String LIVE_PATH = "/health/live";
  public static final String READY_PATH = "/health/ready";

  private final Vertx vertx;
  private volatile boolean ready;

  public Health(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From now on, until the server stops. */
  public void ready() {
    ready = true;
  }

  @Override
  public Future<Void> stopping() {
    ready = false;
    return Future.succeededFuture();
  }

  @Override
  public void mount(Router router) {
    router
        .route(LIVE_PATH)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            HealthCheckHandler.create(vertx)
                .register("event-loop", promise -> promise.complete(Status.OK())));
    router
        .route(READY_PATH)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            HealthCheckHandler.create(vertx)
                .register(
                    "listening", promise -> promise.complete(ready ? Status.OK() : Status.KO())));
  }
}
