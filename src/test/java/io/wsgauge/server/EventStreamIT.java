package io.wsgauge.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.LiveObjects;
import io.wsgauge.testing.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(value = 60, timeUnit = TimeUnit.SECONDS)
class EventStreamIT {
  private static final String GET =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final int STREAMS = 20;
  private static final int SIZE = 1 << 20;

  /** A stream with the event loop that it is written on. */
  private record Opened(EventStream stream, Context loop) {}

  private final BlockingQueue<Opened> opened = new LinkedBlockingQueue<>();

  private int serve(Vertx vertx) throws Exception {
    Router router = Router.router(vertx);
    router
        .get("/")
        .handler(
            context -> {
              EventStream stream = new EventStream(context, 4 * SIZE);
              stream.open(Duration.ofMinutes(1), () -> {});
              opened.add(new Opened(stream, Vertx.currentContext()));
            });
    return vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(0, "127.0.0.1")
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }

  private static void hold(Context loop, CountDownLatch until) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    loop.runOnContext(
        v -> {
          held.countDown();
          try {
            assertTrue(until.await(30, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertTrue(held.await(10, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("an event of many streams is in memory once until it is written")
  void once(Vertx vertx) throws Exception {
    int port = serve(vertx);
    List<RawClient> readers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      readers.add(RawClient.connect(port));
      readers.get(i).sendText(GET);
      assertTrue(readers.get(i).readHead().startsWith("HTTP/1.1 200 "));
      assertEquals("3", readers.get(i).readLine()); // of the comment, with which it is open
    }
    List<Opened> all = new ArrayList<>();
    opened.drainTo(all);
    assertEquals(STREAMS, all.size());
    CountDownLatch until = new CountDownLatch(1);
    hold(all.get(0).loop(), until);
    long before = LiveObjects.bytes();
    Buffer shared = Buffer.buffer(new byte[SIZE]);
    all.forEach(one -> one.stream().send(shared));
    long more = LiveObjects.bytes() - before;
    until.countDown();
    assertTrue(more < 4L * SIZE, more + " bytes");
    all.forEach(one -> one.stream().end());
    for (RawClient reader : readers) {
      assertTrue(reader.readToEndOrReset() > SIZE);
      reader.close();
    }
  }
}
