package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.page.PageRoutes;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.ServiceProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of a route that fails. */
@ExtendWith(VertxExtension.class)
class ErrorResponderIT {
  private static final String GET = "GET /fails HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** As the JVM throws a fault that it has thrown often. */
  private static final class Bare extends RuntimeException {
    private static final long serialVersionUID = 1;

    Bare() {
      super(null, null, false, false);
    }
  }

  private static int serve(Vertx vertx) throws Exception {
    Router router = Router.router(vertx);
    new ErrorResponder(Configs.server("{}"), () -> false, (request, problem) -> {}).mount(router);
    router.get("/fails").handler(context -> context.fail(new Bare()));
    new PageRoutes("/ws").mount(router);
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }

  @Test
  @DisplayName("a fault is an error, also one that has neither a message nor a stack trace")
  void bare(Vertx vertx) throws Exception {
    int port = serve(vertx);
    try (CapturedLog log = CapturedLog.of(ErrorResponder.class.getName())) {
      assertEquals("internal-error", Answer.to(port, GET).rule());
      log.awaitLine("ERROR GET /fails failed");
    }
  }

  /** A process that is asked while it ends and its server does not know yet. */
  static final class Ending {
    private Ending() {}

    public static void main(String[] args) throws Exception {
      Vertx vertx = Vertx.vertx();
      int port = serve(vertx);
      String get = GET.replace("/fails", args[0]);
      Thread asking = new Thread(() -> System.out.println(Answer.to(port, get).rule()));
      Runtime.getRuntime().addShutdownHook(asking);
      new Thread(() -> Runtime.getRuntime().exit(0)).start();
    }
  }

  /** What is printed where a path is asked for when the process has begun to end. */
  private static String ending(String path) throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Dwsgauge.jar=" + ServiceProcess.JAR,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Ending.class.getName(),
                    path))
            .redirectErrorStream(true)
            .start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @DisplayName("what fails when the process has begun to end is no error")
  void ending() throws Exception {
    String output = ending("/fails");
    assertTrue(output.contains("internal-error"), output);
    assertFalse(output.contains("GET /fails failed"), output);
  }

  @Test
  @DisplayName("the page is not looked for when the process has begun to end, but refused")
  void endingPage() throws Exception {
    String output = ending("/");
    assertTrue(output.contains("stopping"), output);
  }
}
