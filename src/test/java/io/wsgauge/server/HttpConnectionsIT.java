package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.RawClient;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many HTTP connections there may be. */
@ExtendWith(VertxExtension.class)
class HttpConnectionsIT {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
  }

  private RawClient connect(TestService service) {
    RawClient client = RawClient.connect(service.port());
    clients.add(client);
    return client;
  }

  /** One that has been answered, and so is known to the server. */
  private RawClient answered(TestService service) {
    RawClient client = connect(service);
    assertServed(client);
    return client;
  }

  private static void assertServed(RawClient client) {
    client.sendText(LIVE);
    assertEquals("200", client.readHead().split(" ", -1)[1]);
  }

  @Test
  @DisplayName("one too many takes the place of that which has waited longest for a request")
  void oldest(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"server\": {\"maxConnections\": 10, \"instances\": 1}}");
    RawClient first = answered(service);
    RawClient second = answered(service);
    for (int i = 2; i < 10; i++) {
      answered(service);
    }
    first.sendText(LIVE);
    first.readBody(first.readHead());
    answered(service);
    assertTrue(second.readsEnd());
    assertServed(first);
  }

  @Test
  @DisplayName("a connection that is being answered is not the first to go")
  void answering(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"server\": {\"maxConnections\": 10, \"instances\": 1}}");
    RawClient stream = connect(service);
    stream.sendText("GET /api/results HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.readHead();
    RawClient silent = answered(service);
    for (int i = 2; i < 11; i++) {
      answered(service);
    }
    assertTrue(silent.readsEnd());
    assertEquals("3a0a", stream.readHex(5).substring(6), "the comment that begins the stream");
  }

  @Test
  @DisplayName("a connection whose peer does not take its answers goes before those that wait")
  void slow(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"server": {"maxConnections": 10, "instances": 1, "writeTimeout": "1m"}}
            """);
    RawClient slow = connect(service);
    slow.sendText("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (takes(slow)) {
      assertTrue(System.nanoTime() < end, "it keeps its place");
      answered(service);
    }
  }

  /** Whether more may be sent on a connection, which a reset ends. */
  private static boolean takes(RawClient client) {
    try {
      client.sendText("\r\n");
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Test
  @DisplayName("a connection that sends nothing has to go as well")
  void silent(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"server": {"maxConnections": 10, "instances": 1, "requestTimeout": "1m"}}
            """);
    RawClient silent = connect(service);
    for (int i = 0; i < 20; i++) {
      answered(service);
    }
    assertTrue(silent.readsEnd());
  }

  @Test
  @DisplayName("a connection that sends no whole request has to go as well")
  void partial(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx,
            """
            {"server": {"maxConnections": 10, "instances": 1, "requestTimeout": "1m"}}
            """);
    RawClient slow = connect(service);
    slow.sendText("GET /");
    for (int i = 0; i < 20; i++) {
      answered(service);
    }
    assertTrue(slow.readsEnd());
  }

  @Test
  @DisplayName("connections that have ended hold no place")
  void ended(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"server\": {\"maxConnections\": 10, \"instances\": 1}}");
    RawClient first = answered(service);
    for (int i = 0; i < 20; i++) {
      RawClient client = connect(service);
      client.sendText("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertTrue(client.readsEnd());
    }
    assertServed(first);
  }

  @Test
  @DisplayName("WebSockets are none of them")
  void upgraded(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(vertx, "{\"server\": {\"maxConnections\": 10, \"instances\": 1}}");
    RawClient socket = RawClient.upgraded(service.port(), "/ws");
    clients.add(socket);
    for (int i = 0; i < 20; i++) {
      answered(service);
    }
    assertTrue(socket.isOpen());
  }

  @Test
  @DisplayName("an address that has all of its own loses one of them")
  void perAddress(Vertx vertx) throws Exception {
    TestService service =
        TestService.start(
            vertx, "{\"server\": {\"maxConnectionsPerAddress\": 2, \"instances\": 1}}");
    RawClient first = answered(service);
    RawClient second = answered(service);
    answered(service);
    assertTrue(first.readsEnd());
    assertServed(second);
  }
}
