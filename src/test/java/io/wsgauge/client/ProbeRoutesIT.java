package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawServer;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ProbeRoutesIT {
  private static TestService start(Vertx vertx, int port) throws TimeoutException {
    return TestService.start(
        vertx,
        """
        {"client": {
          "targets": [
            {"name": "self", "url": "self", "interval": "1h"},
            {"name": "raw", "url": "ws://127.0.0.1:PORT/ws", "interval": "1h", "timeout": "1h"},
            {"name": "two", "url": "self", "interval": "1h", "addresses": "both"}],
          "defaults": {"headers": ["X-Key: secret"]},
          "probe": {"allow": ["ws://127\\\\.0\\\\.0\\\\.1:PORT/[a-z]+"]}}}
        """
            .replace("PORT", Integer.toString(port)));
  }

  private static Answer probe(TestService service, String query, String... headers) {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return Answer.to(
        service.port(), "GET /probe" + query + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
  }

  private static void assertFound(String line, Answer answer) {
    assertTrue(answer.body().contains("\n" + line + "\n"), answer.body());
  }

  private static void silent(RawServer.Peer peer) throws IOException {
    peer.awaitEnd();
  }

  @Test
  @DisplayName("a target that works is a success, told in the names of blackbox_exporter")
  void success(Vertx vertx) throws Exception {
    Answer answer = probe(start(vertx, 1), "?target=self");
    assertEquals(200, answer.status());
    assertTrue(answer.head().contains("text/plain; version=0.0.4"), answer.head());
    assertFound("probe_success 1.0", answer);
    assertFound("probe_websocket_status_code 101.0", answer);
    assertFound("probe_websocket_connection_upgraded 1.0", answer);
    assertFound("probe_ip_protocol 4.0", answer);
    assertTrue(answer.body().contains("probe_websocket_duration_seconds{phase=\"upgrade\"} "));
  }

  @Test
  @DisplayName("a target that does not work is a 200 as well, with the reason")
  void failure(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(peer -> peer.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"))) {
      Answer answer = probe(start(vertx, server.port()), "?target=raw");
      assertEquals(200, answer.status());
      assertFound("probe_success 0.0", answer);
      assertFound("probe_websocket_status_code 503.0", answer);
      assertFound("probe_websocket_connection_upgraded 0.0", answer);
      assertFound("probe_websocket_failure_info{reason=\"upgrade-refused\"} 1", answer);
    }
  }

  @Test
  @DisplayName("the scrape's own timeout is kept to")
  void scrapeTimeout(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(ProbeRoutesIT::silent)) {
      Answer answer =
          probe(
              start(vertx, server.port()),
              "?target=raw",
              "X-Prometheus-Scrape-Timeout-Seconds: 0.4");
      assertFound("probe_websocket_failure_info{reason=\"upgrade-timeout\"} 1", answer);
    }
  }

  @Test
  @DisplayName("each of the two families of addresses of a target can be asked for")
  void oneFamily(Vertx vertx) throws Exception {
    TestService service = start(vertx, 1);
    assertFound("probe_success 1.0", probe(service, "?target=two/ipv4"));
    assertFound(
        "probe_websocket_failure_info{reason=\"resolve-failed\"} 1",
        probe(service, "?target=two/ipv6"));
    assertEquals(404, probe(service, "?target=two").status());
  }

  @Test
  @DisplayName("an allowed URL is asked without the headers of the defaults")
  void allowedUrl(Vertx vertx) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawServer server = RawServer.start(peer -> heads.add(peer.readHead()))) {
      TestService service = start(vertx, server.port());
      probe(service, "?url=ws://127.0.0.1:" + server.port() + "/other");
      String head;
      do {
        head = heads.poll(10, TimeUnit.SECONDS);
      } while (!head.startsWith("GET /other "));
      assertTrue(!head.contains("X-Key"), head);
    }
  }

  @Test
  @DisplayName("a probe that awaits its reply when the service stops leaves with 1001")
  void stops(Vertx vertx) throws Exception {
    BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              frames.add(peer.readMessage());
              frames.add(peer.readFrameHex());
            })) {
      String url = "ws://127.0.0.1:" + server.port() + "/ws";
      TestService service =
          TestService.start(vertx, "{\"client\": {\"probe\": {\"allow\": [\"ws://127.*\"]}}}");
      Thread probe = new Thread(() -> probe(service, "?url=" + url));
      probe.start();
      assertEquals("hi i am client", frames.poll(10, TimeUnit.SECONDS));
      service.stop();
      assertEquals("8 03e9", frames.poll(10, TimeUnit.SECONDS));
      probe.join();
    }
  }

  @Test
  @DisplayName("a URL that no pattern matches whole is forbidden, and so is any without patterns")
  void forbiddenUrl(Vertx vertx) throws Exception {
    TestService service = start(vertx, 1);
    Answer answer = probe(service, "?url=ws://127.0.0.1:1/ws?more");
    assertEquals(403, answer.status());
    assertEquals(
        "no pattern of client.probe.allow matches ws://127.0.0.1:1/ws?***", answer.detail());
    Vertx other = Vertx.vertx();
    assertEquals(403, probe(TestService.start(other, "{}"), "?url=ws://127.0.0.1:1/ws").status());
    other.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("a request that names nothing, too much or something unknown is told so")
  void wrongRequests(Vertx vertx) throws Exception {
    TestService service = start(vertx, 1);
    String needs = "needs target=NAME or url=URL, one of them and once";
    assertEquals(needs, probe(service, "").detail());
    assertEquals(needs, probe(service, "?target=self&url=ws://127.0.0.1:1/ws").detail());
    Answer unknown = probe(service, "?target=x");
    assertEquals(404, unknown.status());
    assertEquals("no target x in client.targets", unknown.detail());
    for (String timeout : new String[] {"0", "-1", "NaN", "soon"}) {
      Answer answer =
          probe(service, "?target=self", "X-Prometheus-Scrape-Timeout-Seconds: " + timeout);
      assertEquals(400, answer.status(), timeout);
    }
  }
}
