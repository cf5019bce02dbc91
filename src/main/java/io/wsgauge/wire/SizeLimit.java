package io.wsgauge.wire;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * The largest payload to take.
 *
 * @param name what the peer is told that it exceeded
 */
public record SizeLimit(String name, int bytes) {
  /**
   * The reason of a close with 1009.
   *
   * @param what exceeded it
   */
  public String exceededBy(String what) {
    return what + " over " + name + ", " + bytes + " bytes";
  }

  CorruptedWebSocketFrameException violation(String what) {
    return new CorruptedWebSocketFrameException(
        WebSocketCloseStatus.MESSAGE_TOO_BIG, exceededBy(what));
  }
}
