package io.wsgauge.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.server.HttpConnections;
import io.wsgauge.server.ServerConfig;
import io.wsgauge.server.ServerVerticle;
import io.wsgauge.status.EventStreamReader.Event;
import io.wsgauge.testing.Answer;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.RawClient;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ResultStreamIT {
  private static final String REQUEST = "GET /api/results HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final TargetRegistry watchlist = new TargetRegistry("");
  private final TargetStatus a = watchlist.add(ProbeResults.description("a"));
  private final TargetStatus b = watchlist.add(ProbeResults.description("b"));
  private TargetRoutes routes;
  private String deploymentId;

  private int serve(Vertx vertx) throws Exception {
    return serve(vertx, "{}");
  }

  private int serve(Vertx vertx, String server) throws Exception {
    JsonObject json = new JsonObject(server).put("host", "127.0.0.1").put("port", 0);
    ServerConfig config = Configs.server(json.encode());
    routes = new TargetRoutes(vertx, watchlist, config.idleTimeout());
    ServerVerticle verticle =
        new ServerVerticle(
            config,
            config.address(),
            config.httpServerOptions(),
            new HttpConnections(config, new HttpPipeline(new BufferBudget(1 << 24))),
            connection -> {},
            socket -> {},
            (request, problem) -> {},
            List.of(routes));
    deploymentId = vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
    return verticle.actualPort();
  }

  private static ProbeResult succeeded(String target, long sequence) {
    return ProbeResults.succeeded(target, sequence, Duration.ofMillis(1));
  }

  private static JsonObject json(ProbeResult result) {
    return ResultJson.of(result).toJsonObject();
  }

  private void awaitSubscribers(int count) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (watchlist.subscribers().size() != count) {
      if (System.nanoTime() > end) {
        throw new AssertionError(watchlist.subscribers().size() + " subscribers");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("a stream says what it is, and that nobody may store it or hold it back")
  void head(Vertx vertx) throws Exception {
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "")) {
      assertEquals("text/event-stream", stream.header("Content-Type"));
      assertEquals("no-store", stream.header("Cache-Control"));
      assertEquals("no", stream.header("X-Accel-Buffering"));
    }
  }

  @Test
  @DisplayName("a HEAD gets the headers, and the connection is free for the next request")
  void headRequest(Vertx vertx) throws Exception {
    int port = serve(vertx);
    try (RawClient client = RawClient.connect(port)) {
      client.sendText(REQUEST.replace("GET", "HEAD"));
      String head = client.readHead();
      assertTrue(head.startsWith("HTTP/1.1 200 "), head);
      assertTrue(head.toLowerCase(Locale.ROOT).contains("content-type: text/event-stream"), head);
      assertEquals(0, watchlist.subscribers().size());
      client.sendText(REQUEST.replace("results", "targets"));
      assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  @DisplayName("each result is an event, with the target's state")
  void result(Vertx vertx) throws Exception {
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "")) {
      a.record(succeeded("a", 1), State.UP);
      b.record(ProbeResults.failed("b", 1, "two\nlines"), State.FAILING);
      assertEquals(
          new Event("result", json(succeeded("a", 1)).put("state", "up")), stream.readEvent());
      assertEquals(
          new Event(
              "result", json(ProbeResults.failed("b", 1, "two\nlines")).put("state", "failing")),
          stream.readEvent());
    }
  }

  @Test
  @DisplayName("each change of a state is an event, with its reason where it is not up")
  void state(Vertx vertx) throws Exception {
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "")) {
      a.changed(State.FAILING, State.DOWN, ProbeResults.START, Reason.PONG_TIMEOUT);
      a.changed(State.DOWN, State.UP, ProbeResults.START, null);
      JsonObject down =
          new JsonObject()
              .put("target", "a")
              .put("state", "down")
              .put("from", "failing")
              .put("time", "2026-11-22T23:00:00.123Z")
              .put("reason", "pong-timeout");
      JsonObject up = down.copy().put("state", "up").put("from", "down");
      up.remove("reason");
      assertEquals(new Event("state", down), stream.readEvent());
      assertEquals(new Event("state", up), stream.readEvent());
    }
  }

  @Test
  @DisplayName("the query names the targets to hear of")
  void filter(Vertx vertx) throws Exception {
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "?target=b")) {
      a.record(succeeded("a", 1), State.UP);
      b.record(succeeded("b", 2), State.UP);
      assertEquals("b", stream.readEvent().data().getString("target"));
    }
  }

  @Test
  @DisplayName("a target that there is not is 404")
  void unknownTarget(Vertx vertx) throws Exception {
    Answer answer = Answer.to(serve(vertx), REQUEST.replace("results", "results?target=c"));
    assertEquals(404, answer.status());
    assertEquals("there is no target c", answer.detail());
  }

  @Test
  @DisplayName("many changes of the targets at a time are one event, also to who hears of some")
  void targets() throws Exception {
    // one event loop, so that nothing goes out between two of the changes
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "?target=a")) {
      vertx.runOnContext(
          v -> {
            for (int i = 0; i < 100; i++) {
              watchlist.add(ProbeResults.description("new " + i));
            }
            watchlist.remove(b);
          });
      assertEquals(new Event("targets", new JsonObject()), stream.readEvent());
      a.record(succeeded("a", 1), State.UP);
      assertEquals("result", stream.readEvent().name());
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("an event is encoded once for all streams, and not at all without one")
  void encodedOnce(Vertx vertx) throws Exception {
    int port = serve(vertx);
    AtomicInteger encoded = new AtomicInteger();
    Runnable publish =
        () ->
            watchlist
                .subscribers()
                .publish(
                    "a",
                    "test",
                    () -> new JsonObject().put("n", encoded.incrementAndGet()).toBuffer());
    publish.run();
    assertEquals(0, encoded.get());
    try (EventStreamReader one = EventStreamReader.open(port, "");
        EventStreamReader other = EventStreamReader.open(port, "")) {
      publish.run();
      assertEquals(one.readEvent(), other.readEvent());
      assertEquals(1, encoded.get());
    }
  }

  @Test
  @DisplayName("comments keep a stream from the server's idle timeout")
  void comments(Vertx vertx) throws Exception {
    int port = serve(vertx, "{\"idleTimeout\": \"1s\"}");
    try (EventStreamReader stream = EventStreamReader.open(port, "")) {
      for (int i = 0; i < 3; i++) {
        stream.readComment();
      }
      a.record(succeeded("a", 1), State.UP);
      assertEquals("result", stream.readEvent().name());
    }
  }

  @Test
  @DisplayName("who does not read is cut, and the others go on")
  void slowReader(Vertx vertx) throws Exception {
    int port = serve(vertx);
    String large = "x".repeat(50_000);
    try (EventStreamReader other = EventStreamReader.open(port, "");
        RawClient slow = RawClient.connect(port)) {
      slow.sendText(REQUEST);
      slow.readHead();
      awaitSubscribers(2);
      long sequence = 0;
      while (watchlist.subscribers().size() > 1) {
        sequence++;
        assertTrue(sequence < 10_000, "not cut");
        a.record(ProbeResults.failed("a", sequence, large), State.DOWN);
        assertEquals(sequence, other.readEvent().data().getLong("sequence"));
      }
      assertTrue(slow.readsEnd());
      a.record(succeeded("a", sequence + 1), State.UP);
      assertEquals(sequence + 1, other.readEvent().data().getLong("sequence"));
    }
  }

  @Test
  @DisplayName("a burst that comes in one turn of the event loop reaches who reads")
  void burst(Vertx vertx) throws Exception {
    try (EventStreamReader stream = EventStreamReader.open(serve(vertx), "")) {
      vertx.runOnContext(
          v -> {
            for (int i = 1; i <= 1000; i++) {
              a.record(succeeded("a", i), State.UP);
            }
          });
      for (int i = 1; i <= 1000; i++) {
        assertEquals(i, stream.readEvent().data().getLong("sequence"));
      }
    }
  }

  @Test
  @DisplayName("who leaves makes room")
  void leaves(Vertx vertx) throws Exception {
    int port = serve(vertx);
    EventStreamReader stream = EventStreamReader.open(port, "");
    assertEquals(1, watchlist.subscribers().size());
    stream.close();
    awaitSubscribers(0);
  }

  @Test
  @DisplayName("one stream too many is refused with 503, and is told when to try again")
  void tooMany(Vertx vertx) throws Exception {
    int port = serve(vertx);
    List<EventStreamReader> streams = new ArrayList<>();
    try {
      for (int i = 0; i < EventStreams.MAX; i++) {
        streams.add(EventStreamReader.open(port, ""));
      }
      Answer answer = Answer.to(port, REQUEST);
      assertEquals(503, answer.status());
      assertEquals("all 100 streams of results are taken", answer.detail());
      assertTrue(answer.hasHeader("Retry-After: 10"), answer.head());
    } finally {
      streams.forEach(EventStreamReader::close);
    }
  }

  @Test
  @DisplayName("a server that stops ends its streams in order, and waits no longer for them")
  void stop(Vertx vertx) throws Exception {
    int port = serve(vertx, "{\"shutdownTimeout\": \"100s\"}");
    try (EventStreamReader stream = EventStreamReader.open(port, "")) {
      vertx.undeploy(deploymentId).await(20, TimeUnit.SECONDS);
      assertTrue(stream.readsEnd());
    }
  }

  @Test
  @DisplayName("a server that is going to stop lets no stream in")
  void stopping(Vertx vertx) throws Exception {
    int port = serve(vertx);
    routes.stopping();
    Answer answer = Answer.to(port, REQUEST);
    assertEquals(503, answer.status());
    assertEquals("the server is stopping", answer.detail());
  }
}
