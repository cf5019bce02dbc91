package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HealthIT {
  private static int status(Vertx vertx, HttpServer server, String path) throws Exception {
    return vertx
        .createHttpClient()
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
        .compose(request -> request.send())
        .map(response -> response.statusCode())
        .await(10, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("live always; ready from the moment it listens to the moment it stops")
  void lifeCycle(Vertx vertx) throws Exception {
    Health health = new Health(vertx);
    Router router = Router.router(vertx);
    health.mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);

    assertEquals(200, status(vertx, server, "/health/live"));
    assertEquals(503, status(vertx, server, "/health/ready"));
    health.ready();
    assertEquals(200, status(vertx, server, "/health/ready"));
    health.stopping();
    assertEquals(503, status(vertx, server, "/health/ready"));
    assertEquals(200, status(vertx, server, "/health/live"));
  }
}
