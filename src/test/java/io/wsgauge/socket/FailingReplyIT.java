package io.wsgauge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Configs;
import io.wsgauge.testing.RawClient;
import io.wsgauge.testing.RawClient.Frame;
import io.wsgauge.wire.BufferBudget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A reply of ours that has a bug. */
@ExtendWith(VertxExtension.class)
class FailingReplyIT {
  private static final int FINAL_TEXT = 0x81;

  private static int start(Vertx vertx, Reply reply) throws Exception {
    SocketConfig config = Configs.socket("{}");
    SocketEndpoint endpoint =
        new SocketEndpoint(
            vertx,
            config,
            new BufferBudget(1 << 20),
            Duration.ofSeconds(1),
            null,
            handshake -> Optional.empty(),
            reply.behaviour(),
            new Metrics(vertx, new TelemetryConfig(true, true), "test", List.of()).server(),
            ConnectionRecords.none(),
            null);
    Router router = Router.router(vertx);
    endpoint.routes().mount(router);
    HttpServer server =
        vertx
            .createHttpServer(config.applyTo(Configs.server("{}").httpServerOptions()))
            .connectionHandler(endpoint::connected)
            .webSocketHandler(endpoint::upgraded)
            .requestHandler(router);
    return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
  }

  @Test
  @DisplayName("a reply that throws closes its WebSocket with 1011, told once, and no other")
  void throwing(Vertx vertx) throws Exception {
    Reply reply =
        frame -> {
          if (frame.payload().toString().equals("fail")) {
            throw new IllegalStateException("a bug");
          }
          return frame;
        };
    int port = start(vertx, reply);
    try (CapturedLog log = CapturedLog.of("io.wsgauge.socket");
        RawClient other = RawClient.upgraded(port, "/ws");
        RawClient client = RawClient.upgraded(port, "/ws")) {
      byte[] fail = "fail".getBytes(StandardCharsets.UTF_8);
      client.sendFrames(1000, FINAL_TEXT, fail);
      Frame close = client.readFrame();
      assertEquals(1011, close.closeCode());
      assertEquals("the reply failed", close.closeReason());
      client.sendHex("88 82 00000000 03f3");
      assertTrue(client.readsEnd());
      other.sendFrame(FINAL_TEXT, "fine".getBytes(StandardCharsets.UTF_8));
      assertEquals("fine", other.readFrame().text());
      assertEquals(1, log.linesWith("ERROR").size());
    }
  }
}
