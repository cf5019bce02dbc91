package io.wsgauge.telemetry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.server.Routes;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /health/live}: an event loop answers. {@code GET /health/ready}: the server listens
 * and is not stopping, and nothing that it is to depend on is down; 503 otherwise. Thread-safe.
 */
public final class Health implements RouteGroup {
  public static final String LIVE_PATH = "/health/live";
  public static final String READY_PATH = "/health/ready";

  private final Vertx vertx;
  private final Supplier<List<String>> down;
  private volatile boolean ready;

  /**
   * @param down names of what is down and must not be; thread-safe
   */
  public Health(Vertx vertx, Supplier<List<String>> down) {
    this.vertx = vertx;
    this.down = down;
  }

  /** Makes the service ready, until the server stops. */
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
    Routes.get(router, LIVE_PATH)
        .handler(
            HealthCheckHandler.create(vertx)
                .register("event-loop", promise -> promise.complete(Status.OK())));
    Routes.get(router, READY_PATH)
        .handler(
            HealthCheckHandler.create(vertx)
                .register(
                    "listening", promise -> promise.complete(ready ? Status.OK() : Status.KO()))
                .register("targets", promise -> promise.complete(targets())));
  }

  private Status targets() {
    List<String> names = down.get();
    return names.isEmpty()
        ? Status.OK()
        : Status.KO(new JsonObject().put("down", new JsonArray(names)));
  }
}
