package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.RawServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a run asks a server for its upgrade with. */
@ExtendWith(VertxExtension.class)
class ProbeRequestIT {
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

  private String asked(Vertx vertx, String options) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              heads.add(peer.readHead());
              peer.awaitEnd();
            })) {
      ProbeRuns.of(vertx, server, ProbeRuns.SOON + options).begin();
      return heads
          .poll(10, TimeUnit.SECONDS)
          .replace(":" + server.port(), ":PORT")
          .replaceAll("(Sec-WebSocket-Key: )[A-Za-z0-9+/]{22}==", "$1KEY")
          .replace("\r\n", "|");
    }
  }

  @Test
  @DisplayName("its headers have the names, the values and the order that browsers give them")
  void asBrowsers(Vertx vertx) throws Exception {
    assertEquals(
        "GET /ws HTTP/1.1|Host: 127.0.0.1:PORT|Connection: Upgrade|User-Agent: test"
            + "|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: KEY||",
        asked(vertx, ""));
  }

  @Test
  @DisplayName("those that are configured stand where browsers put theirs, in their own order")
  void configured(Vertx vertx) throws Exception {
    assertEquals(
        "GET /ws HTTP/1.1|Host: h.x|Connection: Upgrade|User-Agent: me/1|Upgrade: websocket"
            + "|Origin: https://o.x|Sec-WebSocket-Version: 13|x-b: 1|X-A: 2|X-B: 3"
            + "|Sec-WebSocket-Key: KEY"
            + "|Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
            + "|Sec-WebSocket-Protocol: chat, superchat||",
        asked(
            vertx,
            ", 'compression': true, 'subprotocols': ['chat', 'superchat'], 'headers': ['x-b: 1',"
                + " 'origin: https://o.x', 'X-A: 2', 'user-agent: me/1', 'X-B: 3', 'host: h.x']"));
  }
}
