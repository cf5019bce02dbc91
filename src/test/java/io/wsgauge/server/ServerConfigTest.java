package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.wsgauge.testing.Configs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  @Test
  @DisplayName("port 0 is one free port for all instances")
  void anyPort() {
    assertEquals(
        SocketAddress.sharedRandomPort(1, "0.0.0.0"), Configs.server("{\"port\": 0}").address());
  }

  @Test
  @DisplayName("0 instances are one per core")
  void instances() {
    assertEquals(
        Runtime.getRuntime().availableProcessors(),
        Configs.server("{\"instances\": 0}").effectiveInstances());
    assertEquals(7, Configs.server("{\"instances\": 7}").effectiveInstances());
  }

  @Test
  @DisplayName("the longest idle timeout that the schema admits can be set")
  void longestIdleTimeout() throws Exception {
    HttpServerOptions options = Configs.server("{\"idleTimeout\": \"24d\"}").httpServerOptions();
    assertEquals(24L * 24 * 60 * 60 * 1000, options.getIdleTimeout());
  }
}
