package io.wsgauge.client;

import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** Where the client reaches below Vert.x. */
final class ClientPipeline {
  private ClientPipeline() {}

  /**
   * Ends the TCP connection at once. After a close frame of the server Vert.x waits for it to end
   * TCP as well, without a limit, and every way of its API to close only waits along.
   */
  static void cut(WebSocket socket) {
    // seen from Vert.x's own handler, so that it is not asked
    ((WebSocketInternal) socket)
        .channelHandlerContext()
        .close()
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}
