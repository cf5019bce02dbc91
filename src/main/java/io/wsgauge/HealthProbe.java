package io.wsgauge;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running service for its health, as a container's health check does. */
final class HealthProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private HealthProbe() {}

  /** Prints the answer; true when the service is ready. */
  static boolean run(Config config, PrintStream out, PrintStream err) {
    URI uri = Addresses.of(config, config.server().port()).health();
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.ofString());
      out.println(response.body());
      return response.statusCode() == 200;
    } catch (IOException e) {
      err.println("wsgauge: " + uri + ": " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
