package io.wsgauge.page;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;

/** The page beside a stand-in for what a node tells of its cluster. */
final class MatrixMock {
  final JsonArray nodes = new JsonArray();
  final JsonArray pairs = new JsonArray();
  private final Vertx vertx;
  private HttpServer server;

  MatrixMock(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * @return the URL of the matrix
   */
  String start() throws Exception {
    Router router = Router.router(vertx);
    new PageRoutes("/ws").withCluster(true).mount(router);
    router
        .get("/api/mesh")
        .handler(
            context ->
                context
                    .json(
                        new JsonObject()
                            .put("node", "a")
                            .put("nodes", nodes)
                            .put("pairs", pairs)
                            .put("problems", new JsonArray().add("a problem")))
                    .onFailure(context::fail));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    return "http://127.0.0.1:" + server.actualPort() + "/#matrix";
  }

  void stop() throws Exception {
    if (server != null) {
      server.close().await(20, TimeUnit.SECONDS);
    }
  }

  /**
   * @param missing why it has not answered; null where it has
   */
  void node(String name, String zone, String missing) {
    nodes.add(
        new JsonObject()
            .put("name", name)
            .put("zone", zone)
            .put("missing", missing)
            .put("loopDelay", missing == null ? 0.002 : null));
  }

  void pair(String from, String to, String via, String state, Double p50) {
    pairs.add(
        new JsonObject()
            .put("from", from)
            .put("to", to)
            .put("via", via)
            .put("state", state)
            .put("p50", p50)
            .put("reason", state.equals("up") ? null : "connect-timeout"));
  }
}
