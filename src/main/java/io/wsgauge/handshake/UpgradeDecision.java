package io.wsgauge.handshake;

import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is to become of an upgrade. */
public sealed interface UpgradeDecision permits Refusal, UpgradeDecision.Accepted {
  /** Before the answer. */
  Duration delay();

  /**
   * That it is accepted.
   *
   * @param connection the number of the connection, unique in this process
   * @param subprotocol the only one that may be chosen; empty for none, null for the server's own
   *     choice
   * @param deflate whether permessage-deflate may be agreed on
   * @param upgraded given the WebSocket, and the headers of the 101, when the handshake is done,
   *     which it need not come to
   * @param ended called when the connection has ended, also before that
   */
  record Accepted(
      long connection,
      Duration delay,
      @Nullable String subprotocol,
      boolean deflate,
      BiConsumer<ServerWebSocket, HeaderLines> upgraded,
      Runnable ended)
      implements UpgradeDecision {}
}
