package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawServer;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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
          "probe": {"allow": ["ws://127\\\\.0\\\\.0\\\\.1:PORT/[a-z]+"],
            "modules": [{"name": "websocket"}, {"name": "own", "headers": ["X-Own: 1"]}]}}}
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
  @DisplayName("with debug=true all that is known of the run is told, and the metrics")
  void debug(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(peer -> peer.send("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nbusy"))) {
      Answer answer =
          probe(
              start(vertx, server.port()),
              "?target=raw&debug=true",
              "Accept: application/openmetrics-text");
      assertTrue(answer.head().contains("text/plain; charset=utf-8\r\n"), answer.head());
      assertTrue(answer.body().contains("\"detail\" : \"status 503, body: busy\""), answer.body());
      assertFound("probe_success 0.0", answer);
    }
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

  /** Asks for a URL of the server in each of these ways, and has the head of the last upgrade. */
  private static String headOf(TestService service, BlockingQueue<String> heads, String query)
      throws InterruptedException {
    probe(service, query);
    String head;
    do {
      head = heads.poll(10, TimeUnit.SECONDS);
    } while (!head.startsWith("GET /other "));
    return head;
  }

  @Test
  @DisplayName("a URL may come as the target, with or without ws://, and run with a module")
  void modules(Vertx vertx) throws Exception {
    BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    try (RawServer server = RawServer.start(peer -> heads.add(peer.readHead()))) {
      TestService service = start(vertx, server.port());
      String place = "127.0.0.1:" + server.port() + "/other";
      for (String target : new String[] {"ws://" + place, place, "ws%3A%2F%2F" + place}) {
        String head = headOf(service, heads, "?target=" + target + "&module=websocket");
        assertTrue(!head.contains("X-Key"), head);
        assertTrue(!head.contains("X-Own"), head);
        head = headOf(service, heads, "?module=own&target=" + target);
        assertTrue(head.contains("X-Own: 1\r\n"), head);
      }
    }
  }

  @Test
  @DisplayName("more probes than may run at a time wait, up to a number, and run then")
  void waits(Vertx vertx) throws Exception {
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    CountDownLatch enough = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(
            peer -> {
              begun.add(peer.upgrade());
              awaitQuietly(enough);
              peer.readMessage();
              peer.sendMessage("hi");
              peer.readFrameHex();
              peer.sendHex("88 02 03e8");
            })) {
      TestService service = few(vertx);
      BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
      ask(service, of(server), answers);
      assertNotNull(begun.poll(10, TimeUnit.SECONDS));
      ask(service, of(server), answers);
      ask(service, of(server), answers);
      Answer rejected = answers.poll(10, TimeUnit.SECONDS);
      assertEquals(503, rejected.status());
      assertTrue(rejected.hasHeader("Retry-After: 1"), rejected.head());
      assertEquals(
          "1 under way and 1 waiting (client.probe.maxProbes, client.probe.maxQueue)",
          rejected.detail());
      assertNull(begun.poll());
      enough.countDown();
      assertFound("probe_success 1.0", answers.poll(10, TimeUnit.SECONDS));
      assertFound("probe_success 1.0", answers.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  @DisplayName("a probe waits for half of the scrape's timeout, and who has left keeps no place")
  void waitsNoLonger(Vertx vertx) throws Exception {
    BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              begun.add(peer.upgrade());
              silent(peer);
            })) {
      TestService service = few(vertx);
      String request = "GET /probe" + of(server) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      try (RawClient running = RawClient.connect(service.port())) {
        running.sendText(request);
        assertNotNull(begun.poll(10, TimeUnit.SECONDS));
        String detail = "none of";
        for (int tries = 0; detail.startsWith("none of") && tries < 50; tries++) {
          try (RawClient leaving = RawClient.connect(service.port())) {
            leaving.sendText(request);
            detail = detailOfShort(service, server); // of this one, where the other was later
          }
        }
        assertTrue(detail.startsWith("1 under way and 1 waiting"), detail);
        for (int tries = 0; !detail.startsWith("none of") && tries < 50; tries++) {
          detail = detailOfShort(service, server);
        }
        assertEquals("none of 1 ended within 100 ms (client.probe.maxProbes)", detail);
      }
    }
  }

  /** What a probe is rejected with that has 200 ms. */
  private static String detailOfShort(TestService service, RawServer server) {
    return probe(service, of(server), "X-Prometheus-Scrape-Timeout-Seconds: 0.4").detail();
  }

  /** One probe runs, and one waits. */
  private static TestService few(Vertx vertx) throws TimeoutException {
    return TestService.start(
        vertx,
        """
        {"client": {
          "defaults": {"timeout": "1h"},
          "probe": {"allow": ["ws://127.*"], "maxProbes": 1, "maxQueue": 1}}}
        """);
  }

  private static void ask(TestService service, String query, BlockingQueue<Answer> answers) {
    new Thread(() -> answers.add(probe(service, query))).start();
  }

  private static String of(RawServer server) {
    return "?target=ws://127.0.0.1:" + server.port() + "/ws";
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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
    String needs =
        "needs target=NAME, target=URL or url=URL, one of them and once, and may have module=NAME";
    assertEquals(needs, probe(service, "").detail());
    assertEquals(needs, probe(service, "?target=self&url=ws://127.0.0.1:1/ws").detail());
    Answer unknown = probe(service, "?target=x");
    assertEquals(404, unknown.status());
    assertEquals("no target x in client.targets", unknown.detail());
    Answer module = probe(service, "?target=self&module=x");
    assertEquals(400, module.status());
    assertEquals("no module x in client.probe.modules", module.detail());
    assertEquals(needs, probe(service, "?target=self&module=websocket&module=websocket").detail());
    for (String timeout : new String[] {"0", "-1", "NaN", "soon"}) {
      Answer answer =
          probe(service, "?target=self", "X-Prometheus-Scrape-Timeout-Seconds: " + timeout);
      assertEquals(400, answer.status(), timeout);
    }
  }
}
