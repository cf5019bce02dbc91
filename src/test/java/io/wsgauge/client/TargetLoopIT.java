package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.TestService;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Configs;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class TargetLoopIT {
  /** Hands its first WebSocket over when it is told to, and each other one at once. */
  private static final class LateClient implements WebSocketClient {
    private final WebSocketClient client;
    private final AtomicInteger connects = new AtomicInteger();
    private final Promise<Void> handOver = Promise.promise();
    private final CompletableFuture<Void> lateOneClosed = new CompletableFuture<>();

    LateClient(WebSocketClient client) {
      this.client = client;
    }

    @Override
    public Future<WebSocket> connect(WebSocketConnectOptions options) {
      Future<WebSocket> connected = client.connect(options);
      return connects.incrementAndGet() > 1
          ? connected
          : connected.compose(
              socket ->
                  handOver
                      .future()
                      .onSuccess(v -> socket.endHandler(end -> lateOneClosed.complete(null)))
                      .map(socket));
    }

    @Override
    public ClientWebSocket webSocket() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> shutdown(long timeout, TimeUnit unit) {
      return client.shutdown(timeout, unit);
    }
  }

  @Test
  @DisplayName("a connection that comes after the deadline is closed and disturbs no later one")
  void lateConnection(Vertx vertx) throws Exception {
    TestService service = TestService.start(vertx, "{}");
    LateClient client = new LateClient(vertx.createWebSocketClient());
    String config =
        """
        {"targets": [{"name": "t", "url": "self", "interval": "20ms", "timeout": "200ms"}]}
        """;
    Target target = Target.self(Configs.client(config).targets().get(0), service.socket(), "");
    TargetLoop loop =
        new TargetLoop(
            vertx,
            client,
            () -> target.connectOptions(vertx, "test"),
            target,
            new Backoff(
                new BackoffConfig(Duration.ofMillis(1), Duration.ofMillis(1)),
                ThreadLocalRandom.current()),
            new MessageLog(
                vertx,
                LoggerFactory.getLogger(TargetLoop.class),
                "client recv",
                new LogConfig(1000, 100)));
    try (CapturedLog log = CapturedLog.of("io.wsgauge.client")) {
      vertx.runOnContext(v -> loop.start());
      log.awaitLine("t is down: connect: no connection within 200 ms");
      log.awaitLine("t is up again");
      vertx.runOnContext(v -> client.handOver.complete());
      client.lateOneClosed.get(10, TimeUnit.SECONDS);
      int replies = log.linesWith("client recv").size();
      log.awaitLines("client recv", replies + 5);
      assertEquals(1, log.linesWith("is down").size(), log.lines().toString());
      assertEquals(2, client.connects.get());
    }
    vertx.runOnContext(v -> loop.stop());
  }
}
