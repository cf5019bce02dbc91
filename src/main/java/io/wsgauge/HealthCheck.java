package io.wsgauge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.wsgauge.telemetry.Health;
import io.wsgauge.text.ErrorText;
import io.wsgauge.text.Url;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Asks a running service for its health, as a container's health check does. */
final class HealthCheck {
  private static final int TIMEOUT_SECONDS = 5;

  private HealthCheck() {}

  /** Prints the answer; true when the service is ready, or has no server that could be asked. */
  static boolean run(Config config, PrintStream out, PrintStream err) {
    if (!config.server().enabled()) {
      out.println("server.enabled is false: there is nothing to ask");
      return true;
    }
    int port = config.server().port();
    Url server = ServerUrls.of(config, port, port).self();
    Vertx vertx = Vertx.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(config.server().tls().enabled())
                // it is this very machine, whatever name its certificate was made for
                .setTrustAll(true)
                .setVerifyHost(false));
    boolean ready =
        client
            .request(HttpMethod.GET, server.effectivePort(), server.host(), Health.READY_PATH)
            .compose(HttpClientRequest::send)
            .compose(response -> print(response, out))
            .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .otherwise(
                failure -> {
                  err.println("wsgauge: no health to be had: " + ErrorText.of(failure));
                  return false;
                })
            .await();
    vertx.close().await();
    return ready;
  }

  private static Future<Boolean> print(HttpClientResponse response, PrintStream out) {
    return response
        .body()
        .map(
            body -> {
              out.println(body);
              return response.statusCode() == 200;
            });
  }
}
