package io.wsgauge.wire;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * The most that a peer may send of something.
 *
 * @param name what the peer is told that it exceeded
 * @param value 0 is no limit
 * @param unit of the value, in the plural
 * @param closeCode with which a peer is closed that exceeds it (RFC 6455, section 7.4.1)
 */
public record Limit(String name, int value, String unit, int closeCode) {
  public static final Limit NONE = new Limit("", 0, "", 0);

  /** Of a frame or a message; exceeding it is 1009. */
  public static Limit ofSize(String name, int bytes) {
    return new Limit(name, bytes, "bytes", WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
  }

  /** Of anything else; exceeding it is 1008. */
  public static Limit ofCount(String name, int value, String unit) {
    return new Limit(name, value, unit, WebSocketCloseStatus.POLICY_VIOLATION.code());
  }

  /**
   * The reason of the close.
   *
   * @param what exceeded it
   */
  public String exceededBy(String what) {
    return what + " over " + name + ", " + value + " " + unit;
  }

  boolean isExceededBy(long amount) {
    return amount > value && value > 0;
  }

  CorruptedWebSocketFrameException violation(String what) {
    return new CorruptedWebSocketFrameException(
        WebSocketCloseStatus.valueOf(closeCode), exceededBy(what));
  }
}
