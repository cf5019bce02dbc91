package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.CapturedLog;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lines that many targets make together. */
@ExtendWith(VertxExtension.class)
class LogRatesIT {
  private static final int TARGETS = 60;

  @Test
  @DisplayName("begun targets and changes of state have a rate, and the rest of each is counted")
  void rates(Vertx vertx) throws Exception {
    String targets =
        IntStream.range(0, TARGETS)
            .mapToObj("{\"name\": \"t%d\", \"url\": \"ws://127.0.0.1:9/\"}"::formatted)
            .collect(Collectors.joining(","));
    try (CapturedLog log = CapturedLog.of("io.wsgauge.client")) {
      TestService.start(
          vertx,
          """
          {"server": {"enabled": false},
           "client": {"defaults": {"interval": "10ms", "downAfter": 2}, "targets": [%s],
                      "backoff": {"initial": "1ms", "max": "1ms"}}}
          """
              .formatted(targets));
      assertEquals("INFO pings: … 40 more", log.awaitLine("more"));
      assertEquals(20, log.linesWith("every").size());
      // each target fails at once, and is down at once
      log.awaitLine("changes of state: …");
      int told = log.linesWith("connect-refused").size();
      assertTrue(told >= 10 && told <= 20, () -> told + " of " + 2 * TARGETS);
    }
  }
}
