package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class ConnectOptionsTest {
  private static ConnectOptions options(String tls) {
    Target target = Target.of(ProbeRuns.config("wss://x", tls)).get(0);
    return new ConnectOptions(target, "test", new Trust());
  }

  private static ClientSSLOptions read(Vertx vertx, ConnectOptions options) throws Exception {
    return options.read(vertx).await(10, TimeUnit.SECONDS).getSslOptions();
  }

  @ParameterizedTest
  @CsvSource({"false, HTTPS", "true, ''"})
  @DisplayName("TLS has no deadline but that of the run, and verifies the host unless insecure")
  void tls(boolean insecure, String algorithm, Vertx vertx) throws Exception {
    ClientSSLOptions tls = read(vertx, options("'tls': {'insecure': " + insecure + "}"));
    assertEquals(0, tls.getSslHandshakeTimeout());
    assertEquals(algorithm, tls.getHostnameVerificationAlgorithm());
  }

  @Test
  @DisplayName("no connect shares a TLS context with another, even of the same target")
  void ownTrust(Vertx vertx) throws Exception {
    ConnectOptions options = options("");
    assertNotEquals(read(vertx, options), read(vertx, options));
  }
}
