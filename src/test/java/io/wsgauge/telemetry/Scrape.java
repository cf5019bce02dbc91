package io.wsgauge.telemetry;

import io.wsgauge.TestService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.DoublePredicate;

/** Asks a service for its metrics. */
final class Scrape {
  private static final long TIMEOUT_NANOS = 10_000_000_000L;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private Scrape() {}

  /**
   * @param headers of the request, names and values in turn
   */
  static HttpResponse<byte[]> get(TestService service, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.page().resolve("/metrics"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  static Series of(TestService service) throws IOException, InterruptedException {
    return Series.of(new String(get(service).body(), StandardCharsets.UTF_8));
  }

  /** Waits until the series has the value. */
  static Series await(TestService service, String series, double value)
      throws IOException, InterruptedException {
    return await(service, series, found -> found == value);
  }

  /** Waits until the value of the series is as wanted. */
  static Series await(TestService service, String series, DoublePredicate wanted)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT_NANOS;
    while (true) {
      Series found = of(service);
      if (wanted.test(found.value(series))) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(series + " is " + found.value(series));
      }
    }
  }
}
