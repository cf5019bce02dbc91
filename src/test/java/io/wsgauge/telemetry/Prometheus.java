package io.wsgauge.telemetry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus of its own, in a directory with its prometheus.yml. */
record Prometheus(Process process, int port, Path log) implements AutoCloseable {
  private static final long TIMEOUT_NANOS = 30_000_000_000L;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static Prometheus start(Path directory, String... options) throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add("prometheus");
    command.add("--config.file=prometheus.yml");
    command.add("--storage.tsdb.path=data");
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(options));
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Prometheus(process, port, log);
  }

  /** Waits until the query has one result, of this value. */
  void await(String query, String value) throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT_NANOS;
    String answer = "";
    while (System.nanoTime() < end) {
      try {
        HttpResponse<String> response = ask(query);
        answer = response.body();
        if (response.statusCode() == 200 && hasOne(answer, value)) { // 503 while it starts
          return;
        }
      } catch (ConnectException e) {
        Thread.onSpinWait(); // it does not listen yet
      }
    }
    throw new AssertionError(query + ": " + answer + "\n" + Files.readString(log));
  }

  /** The number of its results now. */
  int count(String query) throws IOException, InterruptedException {
    return result(ask(query).body()).size();
  }

  private HttpResponse<String> ask(String query) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/api/v1/query?query=%s"
                .formatted(port, URLEncoder.encode(query, StandardCharsets.UTF_8)));
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private static JsonArray result(String answer) {
    return new JsonObject(answer).getJsonObject("data").getJsonArray("result");
  }

  private static boolean hasOne(String answer, String value) {
    JsonArray result = result(answer);
    return result.size() == 1
        && result.getJsonObject(0).getJsonArray("value").getString(1).equals(value);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
