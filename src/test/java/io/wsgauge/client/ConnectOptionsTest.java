package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.testing.Configs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectOptionsTest {
  @ParameterizedTest
  @CsvSource({"false, HTTPS", "true, ''"})
  @DisplayName("TLS has no deadline but that of the run, and verifies the host unless insecure")
  void tls(boolean insecure, String algorithm) {
    ClientConfig config =
        Configs.client(
            "{\"targets\": [{\"name\": \"t\", \"url\": \"wss://x\", \"tls\": {\"insecure\": %s}}]}"
                .formatted(insecure));
    Target target = Target.of(config.targets().get(0)).get(0);
    WebSocketConnectOptions options =
        new ConnectOptions(target, "test").read(null).result(); // without files it needs no Vert.x
    assertEquals(0, options.getSslOptions().getSslHandshakeTimeout());
    assertEquals(algorithm, options.getSslOptions().getHostnameVerificationAlgorithm());
    assertEquals(insecure, options.getSslOptions().isTrustAll());
  }
}
