package io.wsgauge.page;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The page beside a stand-in for what the server tells of targets, which a test brings to any
 * state.
 */
final class TargetsMock {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000Z");

  /** As {@code GET /api/targets} tells them. */
  final List<JsonObject> targets = new CopyOnWriteArrayList<>();

  /** The streams that are open. */
  final Set<HttpServerResponse> streams = ConcurrentHashMap.newKeySet();

  /** Names of the targets that were asked for with their results. */
  final Set<String> histories = ConcurrentHashMap.newKeySet();

  /** Whether {@code /api/results} is answered with 503. */
  volatile boolean refusing;

  private final Vertx vertx;
  private HttpServer server;
  private int port;

  TargetsMock(Vertx vertx) {
    this.vertx = vertx;
  }

  /** On any free port; again on the one that it had. */
  void start() throws Exception {
    Router router = Router.router(vertx);
    new PageRoutes("/ws").mount(router);
    router.get("/api/targets").handler(this::list);
    router.get("/api/results").handler(this::stream);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(port, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  void stop() throws Exception {
    server.close().await(20, TimeUnit.SECONDS);
    streams.clear();
  }

  String page() {
    return "http://127.0.0.1:" + port + "/";
  }

  private void list(RoutingContext context) {
    List<String> names = context.queryParam("target");
    boolean brief = context.queryParam("results").contains("false");
    JsonArray told = new JsonArray();
    for (JsonObject target : targets) {
      if (names.isEmpty() || names.contains(target.getString("name"))) {
        JsonObject copy = target.copy();
        if (brief) {
          copy.remove("results");
        } else {
          histories.add(target.getString("name"));
        }
        told.add(copy);
      }
    }
    context
        .json(new JsonObject().put("time", NOON.toString()).put("targets", told))
        .onFailure(context::fail);
  }

  private void stream(RoutingContext context) {
    if (refusing) {
      context.response().setStatusCode(503).end().onFailure(context::fail);
      return;
    }
    HttpServerResponse response = context.response();
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    response.closeHandler(closed -> streams.remove(response));
    response
        .write(": open\n\n")
        .onSuccess(written -> streams.add(response))
        .onFailure(context::fail);
  }

  void send(String event, JsonObject data) throws Exception {
    for (HttpServerResponse stream : streams) {
      stream
          .write("event: %s\ndata: %s\n\n".formatted(event, data.encode()))
          .await(20, TimeUnit.SECONDS);
    }
  }

  /** A target that is up, after one run of 2 ms; to be changed further. */
  static JsonObject target(String name) {
    JsonObject percentiles =
        new JsonObject()
            .put("1m", percentiles(57.2, 57, 0, 0.002))
            .put("5m", percentiles(300, 299, 3, 0.004))
            .put("1h", percentiles(1800, 1799, 4, 0.006));
    JsonObject last = success(name, 1, 0.002);
    return new JsonObject()
        .put("name", name)
        .put("url", "ws://" + name + ".example/ws")
        .put("labels", new JsonObject())
        .put("kind", "message")
        .put("connection", "keep")
        .put("interval", 1.0)
        .put("timeout", 5.0)
        .put("state", "up")
        .put("since", NOON.toString())
        .put("last", last)
        .put("lastSuccess", NOON.toString())
        .putNull("lastFailure")
        .put("results", new JsonArray().add(last))
        .put("historyFrom", NOON.toString())
        .put("percentiles", percentiles)
        .put("lifetimes", new JsonArray());
  }

  private static JsonObject percentiles(double covers, int count, int failures, double seconds) {
    return new JsonObject()
        .put("covers", covers)
        .put("count", count)
        .put("failures", failures)
        .put("p50", seconds)
        .put("p90", seconds + 0.001)
        .put("p99", seconds + 0.002)
        .put("max", seconds + 0.003);
  }

  static JsonObject success(String target, int sequence, double roundTrip) {
    return result(target, sequence, "up")
        .put("success", true)
        .put("roundTrip", roundTrip)
        .put("phases", new JsonObject().put("reply", roundTrip));
  }

  static JsonObject failure(String target, int sequence, String state, String detail) {
    return result(target, sequence, state)
        .put("success", false)
        .put("phases", new JsonObject().put("connect", 0.001))
        .put(
            "failure",
            new JsonObject()
                .put("reason", "upgrade-refused")
                .put("phase", "upgrade")
                .put("text", "the server refused the upgrade")
                .put("detail", detail));
  }

  private static JsonObject result(String target, int sequence, String state) {
    return new JsonObject()
        .put("target", target)
        .put("sequence", sequence)
        .put("time", NOON.plusSeconds(sequence).toString())
        .put("duration", 0.003)
        .put("state", state);
  }
}
