package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.RawClient;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of requests that a peer sends before it has the answer to the one before. */
@ExtendWith(VertxExtension.class)
class PipeliningIT {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private static void assertStatus(int status, RawClient client) {
    String head = client.readHead();
    assertEquals("" + status, head.split(" ", -1)[1], head);
    client.readBody(head);
  }

  @Test
  @DisplayName("requests sent all at once are answered one by one, in their order")
  void inOrder(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText((LIVE + get("/nowhere")).repeat(500));
      for (int i = 0; i < 500; i++) {
        assertStatus(200, client);
        assertStatus(404, client);
      }
    }
  }

  @Test
  @DisplayName("the request behind one with a body is answered, though they come byte by byte")
  void behindBody(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
      for (char c : (post + LIVE).toCharArray()) {
        client.sendText("" + c);
      }
      assertStatus(405, client);
      assertStatus(200, client);
    }
  }

  @Test
  @DisplayName("of a peer that reads no answer nothing more is read, and others are served")
  void readsNothing(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"instances\": 1}}");
    byte[] requests = get("/page/try/try.js").repeat(200).getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendUntilBlocked(number -> requests);
      assertEquals(200, Answer.to(service.port(), LIVE).status());
    }
  }

  @Test
  @DisplayName("behind an answer that does not end nothing more is read")
  void behindStream(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    byte[] requests = LIVE.repeat(200).getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(get("/api/results"));
      client.readHead();
      client.sendUntilBlocked(number -> requests);
    }
  }

  @Test
  @DisplayName("a peer that takes nothing of an answer is cut after the write timeout")
  void takesNothing(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{\"server\": {\"writeTimeout\": \"300ms\"}}");
    byte[] requests = get("/page/try/try.js").repeat(200).getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendUntilBlocked(number -> requests);
      assertTrue(client.readsEndOrReset());
    }
  }

  @Test
  @DisplayName("requests behind an upgrade wait for it, however much there is of them")
  void behindUpgrade(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      String refused = RawClient.upgradeRequest("/ws?handshakeDelay=200ms&status=503", "");
      client.sendText(refused + LIVE.repeat(2000));
      assertStatus(503, client);
      for (int i = 0; i < 2000; i++) {
        assertStatus(200, client);
      }
    }
  }

  @Test
  @DisplayName("an upgrade behind another request is answered, and its WebSocket as well")
  void upgradeBehind(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    try (RawClient client = RawClient.connect(service.port())) {
      client.sendText(LIVE + RawClient.upgradeRequest("/ws", ""));
      assertStatus(200, client);
      assertTrue(client.readHead().startsWith("HTTP/1.1 101 "));
      client.sendFrame(0x81, new byte[] {'a'});
      assertEquals("hello, i am server", client.readFrame().text());
    }
  }

  @Test
  @DisplayName("between two looks at all connections one request is answered that was sent ahead")
  void oneAtATime(Vertx vertx) throws Exception {
    AnswersPerLook answers = new AnswersPerLook();
    List<RawClient> clients = clients(answers.listen(vertx));
    clients.forEach(client -> client.sendText(LIVE.repeat(50)));
    for (RawClient client : clients) {
      for (int i = 0; i < 50; i++) {
        assertStatus(200, client);
      }
      client.close();
    }
    answers.assertFew(answers.mostAhead);
  }

  @Test
  @DisplayName("of requests that come at once from many, some wait where they take long")
  void fewAtATime(Vertx vertx) throws Exception {
    AnswersPerLook answers = new AnswersPerLook();
    int port = answers.listen(vertx);
    List<RawClient> clients = clients(port);
    try (RawClient slow = RawClient.connect(port);
        RawClient blocking = RawClient.connect(port)) {
      blocking.sendText(get("/block"));
      clients.forEach(client -> client.sendText(get("/long")));
      slow.sendText("GET / HTTP/1.1\r\n");
      answers.sent.countDown();
      // one whose head is not whole at its turn is waited for again
      assertTrue(answers.notWhole.await(10, TimeUnit.SECONDS));
      clients.forEach(client -> assertStatus(200, client));
    }
    clients.forEach(RawClient::close);
    answers.assertFew(answers.mostLong);
    // those that wait are told of before their turn, as they are not to lose their places
    assertTrue(answers.received.get() > clients.size() + 1, answers.received + " told");
  }

  private static List<RawClient> clients(int port) throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(RawClient.connect(port));
    }
    return clients;
  }

  /** A server that counts what it answers between two looks at its connections. */
  private static final class AnswersPerLook {
    private final Set<HttpConnection> known = new HashSet<>();
    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch notWhole = new CountDownLatch(1);
    private int nowAhead;
    private int nowLong;

    /** The most that were sent behind others of their connection. */
    private volatile int mostAhead;

    /** The most that take long. */
    private volatile int mostLong;

    /** How often it was told that something of a request had come in. */
    private final AtomicInteger received = new AtomicInteger();

    int listen(Vertx vertx) throws Exception {
      return vertx
          .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
          .connectionHandler(this::install)
          .requestHandler(this::answer)
          .invalidRequestHandler(this::answer)
          .listen(0, "localhost")
          .await()
          .actualPort();
    }

    private void install(HttpConnection connection) {
      Duration timeout = Duration.ofSeconds(30);
      new HttpPipeline(new BufferBudget(1 << 20))
          .install(
              connection,
              new Http1ServerConfig(),
              timeout,
              timeout,
              TrustedProxies.of(List.of()),
              1,
              new RequestListener() {
                @Override
                public void seen() {}

                @Override
                public void received() {
                  received.incrementAndGet();
                }

                @Override
                public void slow() {}

                @Override
                public void answered() {
                  if (!known.contains(connection)) {
                    notWhole.countDown();
                  }
                }

                @Override
                public void ended() {}
              });
    }

    private void answer(HttpServerRequest request) {
      if (known.isEmpty()) {
        nextLook(((ContextInternal) Vertx.currentContext()).nettyEventLoop());
      }
      if (!known.add(request.connection())) {
        mostAhead = Math.max(mostAhead, ++nowAhead);
      }
      if (request.path().equals("/block")) {
        awaitSent();
      } else if (request.path().equals("/long")) {
        mostLong = Math.max(mostLong, ++nowLong);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      }
      Future<?> unused = request.response().end();
    }

    private void awaitSent() {
      try {
        sent.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void nextLook(EventLoop loop) {
      nowAhead = 0;
      nowLong = 0;
      Object unused = Turn.afterIo(loop, () -> nextLook(loop));
    }

    void assertFew(int most) {
      assertTrue(most < 3, most + " requests at once"); // two where a look came between
    }
  }
}
