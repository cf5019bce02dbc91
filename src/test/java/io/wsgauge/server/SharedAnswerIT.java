package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.RawClient;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SharedAnswerIT {
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final List<RawClient> clients = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
  }

  private int serve(Vertx vertx, SharedAnswer<Buffer> answer) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.incrementAndGet();
                  answer
                      .send(request, List::of)
                      .onFailure(e -> request.response().setStatusCode(statusOf(e)).end());
                });
    return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
  }

  /** A problem is not logged for each who gets it. */
  private static int statusOf(Throwable failure) {
    return failure instanceof Problem problem ? problem.status() : 599;
  }

  private RawClient ask(int port) {
    RawClient client = RawClient.connect(port);
    clients.add(client);
    client.sendText(GET);
    return client;
  }

  @Test
  @DisplayName("who asks while it is being made is given the same answer")
  void once(Vertx vertx) throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    int port =
        serve(
            vertx,
            new SharedAnswer<>(
                vertx,
                () -> {
                  assertTrue(all.await(10, TimeUnit.SECONDS));
                  return Buffer.buffer("answer " + made.incrementAndGet());
                }));
    for (int i = 0; i < 10; i++) {
      ask(port);
    }
    while (asked.get() < 10) {
      Thread.onSpinWait();
    }
    all.countDown();
    for (RawClient client : clients) {
      assertEquals("answer 1", client.readBody(client.readHead()));
    }
  }

  @Test
  @DisplayName("what many wait for is sent to one after the other, and others go in between")
  void oneAfterTheOther(Vertx vertx) throws Exception {
    int many = 30;
    CountDownLatch all = new CountDownLatch(1);
    SharedAnswer<Buffer> answer =
        new SharedAnswer<>(
            vertx,
            () -> {
              assertTrue(all.await(10, TimeUnit.SECONDS));
              return Buffer.buffer("answer");
            });
    AtomicInteger others = new AtomicInteger();
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  if (asked.incrementAndGet() == 1) {
                    vertx.setPeriodic(1, id -> others.incrementAndGet());
                  }
                  answer.send(request, made -> takingLong(made, others, seen));
                });
    int port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    for (int i = 0; i < many; i++) {
      ask(port);
    }
    while (asked.get() < many) {
      Thread.onSpinWait();
    }
    all.countDown();
    for (RawClient client : clients) {
      assertEquals("answer", client.readBody(client.readHead()));
    }
    assertTrue(seen.size() > many / 2, seen::toString);
  }

  /** Takes longer than a turn. */
  private static List<Buffer> takingLong(Buffer answer, AtomicInteger others, Set<Integer> seen) {
    seen.add(others.get());
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return List.of(answer);
  }

  @Test
  @DisplayName(
      "an answer that cannot be made is told to all who asked, and once to the log, and is made anew"
          + " after that")
  void fails(Vertx vertx) throws Exception {
    CountDownLatch both = new CountDownLatch(1);
    int port =
        serve(
            vertx,
            new SharedAnswer<>(
                vertx,
                () -> {
                  if (made.incrementAndGet() == 1) {
                    assertTrue(both.await(10, TimeUnit.SECONDS));
                    throw new IllegalStateException("broken");
                  }
                  return Buffer.buffer("mended");
                }));
    try (CapturedLog log = CapturedLog.of(SharedAnswer.class.getName())) {
      RawClient one = ask(port);
      RawClient other = ask(port);
      while (asked.get() < 2) {
        Thread.onSpinWait();
      }
      both.countDown();
      assertTrue(one.readHead().startsWith("HTTP/1.1 500 "));
      assertTrue(other.readHead().startsWith("HTTP/1.1 500 "));
      assertEquals(1, log.lines().size(), log.lines()::toString);
    }
    String head = ask(port).readHead();
    while (head.startsWith("HTTP/1.1 500 ")) {
      head = ask(port).readHead();
    }
    assertTrue(head.startsWith("HTTP/1.1 200 "), head);
  }

  @Test
  @DisplayName("an answer that nobody reads any more is not kept")
  void forgotten(Vertx vertx) throws Exception {
    AtomicReference<WeakReference<Buffer>> answer = new AtomicReference<>();
    Callable<Buffer> maker =
        () -> {
          Buffer buffer = Buffer.buffer("answer");
          answer.set(new WeakReference<>(buffer));
          return buffer;
        };
    RawClient client = ask(serve(vertx, new SharedAnswer<>(vertx, maker)));
    assertEquals("answer", client.readBody(client.readHead()));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (answer.get().get() != null && System.nanoTime() < end) {
      System.gc();
    }
    assertNull(answer.get().get());
  }

  @Test
  @DisplayName("a large answer reaches who reads it whole, and who reads one of too many is cut")
  void slow(Vertx vertx) throws Exception {
    Buffer large = Buffer.buffer(new byte[16 << 20]);
    int port =
        serve(
            vertx, new SharedAnswer<>(vertx, () -> large.copy().setInt(0, made.incrementAndGet())));
    RawClient slow = ask(port);
    slow.readHead();
    while (made.get() < 4) {
      ask(port).readHead(); // slow as well
    }
    assertTrue(slow.readToEndOrReset() < 16 << 20);
    RawClient client = ask(port);
    assertEquals(16 << 20, client.readBody(client.readHead()).length());
  }
}
