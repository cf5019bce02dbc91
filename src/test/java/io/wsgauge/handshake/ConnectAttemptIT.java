package io.wsgauge.handshake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.handshake.ConnectAttempt.Step;
import io.wsgauge.testing.RawServer;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ConnectAttemptIT {
  /** The client, which notes when it is first asked to connect. */
  private static WebSocketClient noting(Vertx vertx, AtomicLong asked) {
    WebSocketClient client = WebSocketClients.create(vertx, new WebSocketClientOptions());
    return (WebSocketClient)
        Proxy.newProxyInstance(
            WebSocketClient.class.getClassLoader(),
            new Class<?>[] {WebSocketClient.class},
            (self, method, arguments) -> {
              asked.compareAndSet(0, System.nanoTime());
              return method.invoke(client, arguments);
            });
  }

  @Test
  @DisplayName("what is done between the address and the connect is no time of the resolution")
  void resolution(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::upgrade)) {
      AtomicLong asked = new AtomicLong();
      WebSocketClient client = noting(vertx, asked);
      Context context = vertx.getOrCreateContext();
      Promise<Long> longest = Promise.promise();
      context.runOnContext(
          v -> {
            ConnectAttempt attempt =
                new ConnectAttempt(
                    context,
                    new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.port())
                        .setURI("/"),
                    null);
            long begun = System.nanoTime();
            attempt
                .open(client, all -> Optional.of(all.get(0)))
                .map(
                    socket -> {
                      long resolved =
                          attempt.durations(System.nanoTime()).get(Step.RESOLVE).toNanos();
                      return resolved - (asked.get() - begun);
                    })
                .onComplete(longest);
          });
      assertTrue(longest.future().await(10, TimeUnit.SECONDS) <= 0);
    }
  }
}
