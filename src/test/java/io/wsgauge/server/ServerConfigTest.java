package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpServerOptions;
import io.wsgauge.server.ServerConfig.Tls;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  private static ServerConfig config(int port, int instances, Duration idleTimeout) {
    return new ServerConfig(
        true, "::", port, instances, idleTimeout, Duration.ofSeconds(1), new Tls("", ""));
  }

  @Test
  @DisplayName("port 0 is one free port for all instances, which Vert.x writes as a negative one")
  void anyPort() {
    assertEquals(-1, config(0, 2, Duration.ZERO).httpServerOptions().getPort());
  }

  @Test
  @DisplayName("0 instances are one per core")
  void instances() {
    assertEquals(
        Runtime.getRuntime().availableProcessors(),
        config(0, 0, Duration.ZERO).effectiveInstances());
    assertEquals(7, config(0, 7, Duration.ZERO).effectiveInstances());
  }

  @Test
  @DisplayName("the longest idle timeout that the schema admits can be set")
  void longestIdleTimeout() {
    HttpServerOptions options = config(0, 1, Duration.ofDays(24)).httpServerOptions();
    assertEquals(24L * 24 * 60 * 60 * 1000, options.getIdleTimeout());
  }
}
