package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Configs;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of a route that fails. */
@ExtendWith(VertxExtension.class)
class ErrorResponderIT {
  /** As the JVM throws a fault that it has thrown often. */
  private static final class Bare extends RuntimeException {
    private static final long serialVersionUID = 1;

    Bare() {
      super(null, null, false, false);
    }
  }

  @Test
  @DisplayName("a fault is an error, also one that has neither a message nor a stack trace")
  void bare(Vertx vertx) throws Exception {
    Router router = Router.router(vertx);
    new ErrorResponder(Configs.server("{}"), () -> false, (request, problem) -> {}).mount(router);
    router.get("/fails").handler(context -> context.fail(new Bare()));
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    try (CapturedLog log = CapturedLog.of(ErrorResponder.class.getName())) {
      Answer answer =
          Answer.to(server.actualPort(), "GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals("internal-error", answer.rule());
      log.awaitLine("ERROR GET /fails failed");
    }
  }
}
