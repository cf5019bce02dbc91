package io.wsgauge.check.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.command.TestShell;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class CapacityStepIT {
  private static final int MANY = 4800;

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @DisplayName("thousands that are held do not overflow the stack")
  void thousands(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"socket\": {\"maxConnections\": %d}}".formatted(MANY + 10));
    TestShell shell = new TestShell();
    shell.run(
        "check",
        "--quick",
        "--json",
        "--only",
        "many",
        "--many",
        Integer.toString(MANY),
        "ws://127.0.0.1:" + service.port() + "/ws");
    JsonObject report = new JsonObject(String.join("\n", shell.out()));
    assertEquals(
        MANY,
        report.getJsonObject("measurements").getJsonObject("many").getInteger("held"),
        report::encodePrettily);
  }
}
