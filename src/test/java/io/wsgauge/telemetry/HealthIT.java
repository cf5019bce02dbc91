package io.wsgauge.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HealthIT {
  private static int status(HttpServer server, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  @DisplayName("live always; ready from the moment it listens to the moment it stops")
  void lifeCycle(Vertx vertx) throws Exception {
    Health health = new Health(vertx, List::of);
    Router router = Router.router(vertx);
    health.mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);

    assertEquals(200, status(server, "/health/live"));
    assertEquals(503, status(server, "/health/ready"));
    health.ready();
    assertEquals(200, status(server, "/health/ready"));
    health.stopping();
    assertEquals(503, status(server, "/health/ready"));
    assertEquals(200, status(server, "/health/live"));
  }

  @Test
  @DisplayName("not ready while a target is down that it is to depend on, which is named")
  void dependsOnTargets(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"client": {"readiness": ["t"], "targets": [
              {"name": "t", "url": "ws://127.0.0.1:1/ws", "interval": "20ms", "downAfter": 2,
               "connection": "fresh"}]}}
            """);
    HttpResponse<String> response;
    do {
      response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(service.page().resolve("/health/ready")).build(),
                  HttpResponse.BodyHandlers.ofString());
    } while (response.statusCode() == 200);
    assertEquals(503, response.statusCode());
    assertTrue(response.body().contains("\"down\":[\"t\"]"), response.body());
  }
}
