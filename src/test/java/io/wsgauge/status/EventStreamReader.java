package io.wsgauge.status;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A reader of server-sent events. Every read ends after ten seconds. */
final class EventStreamReader implements Closeable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final HttpURLConnection connection;
  private final BufferedReader in;

  /** An event as it came. */
  record Event(String name, JsonObject data) {}

  private EventStreamReader(HttpURLConnection connection) throws IOException {
    this.connection = connection;
    connection.setReadTimeout(TIMEOUT_MILLIS);
    in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Opens one, and waits until it is open.
   *
   * @param query with its question mark, or empty
   */
  static EventStreamReader open(int port, String query) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/results" + query);
    EventStreamReader stream =
        new EventStreamReader((HttpURLConnection) uri.toURL().openConnection());
    stream.readComment();
    return stream;
  }

  String header(String name) {
    return connection.getHeaderField(name);
  }

  /** The next event, what comes before it left out. */
  Event readEvent() throws IOException {
    String line = readLine();
    while (!line.startsWith("event: ")) {
      line = readLine();
    }
    return new Event(
        line.substring("event: ".length()),
        new JsonObject(readLine().substring("data: ".length())));
  }

  void readComment() throws IOException {
    while (!readLine().startsWith(":")) {
      // events do not matter here
    }
  }

  /** Whether the server ends the stream in order; what comes before is left out. */
  boolean readsEnd() throws IOException {
    String line = in.readLine();
    while (line != null) {
      line = in.readLine();
    }
    return true;
  }

  private String readLine() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the stream has ended");
    }
    return line;
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
