package io.wsgauge.wire;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * The most that a peer may send of something.
 *
 * @param name that the reason of the close has for the limit
 * @param value 0 is no limit
 * @param unit of the value, in its grammatical number
 * @param closeCode for a peer that exceeds the limit (RFC 6455, section 7.4.1)
 */
public record Limit(String name, int value, String unit, int closeCode) {
  public static final Limit NONE = new Limit("", 0, "", 0);

  /** The size of a frame or a message; exceeding it is 1009. */
  public static Limit ofSize(String name, int bytes) {
    return new Limit(name, bytes, "bytes", CloseCode.MESSAGE_TOO_BIG);
  }

  /**
   * A number of anything else; exceeding it is 1008.
   *
   * @param noun of what is counted, in the singular
   */
  public static Limit ofCount(String name, int value, String noun) {
    String unit = value == 1 ? noun : noun + "s";
    return new Limit(name, value, unit, CloseCode.POLICY_VIOLATION);
  }

  /** A limit as {@link #ofCount}, within a second. */
  public static Limit ofRate(String name, int value, String noun) {
    Limit count = ofCount(name, value, noun);
    return new Limit(name, value, count.unit + " a second", count.closeCode);
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
