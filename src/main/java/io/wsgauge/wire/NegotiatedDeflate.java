package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * That permessage-deflate was agreed on, from the handshake to the first frame.
 *
 * @param noContextTakeover whether this end begins each message with an empty window
 * @param maxWindowBits binary logarithm of its window in bytes, 8 to 15
 * @param extensions the value of Sec-WebSocket-Extensions in the server's answer
 * @param inflatedSize of a message
 */
public record NegotiatedDeflate(
    boolean noContextTakeover, int maxWindowBits, String extensions, Limit inflatedSize) {
  public static final int LARGEST_WINDOW_BITS = 15;

  private static final AttributeKey<NegotiatedDeflate> KEY =
      AttributeKey.valueOf(NegotiatedDeflate.class, "agreed");

  public void agreeOn(Channel channel) {
    channel.attr(KEY).set(this);
  }

  /** What was agreed on; null without an agreement. */
  static @Nullable NegotiatedDeflate agreed(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).getAndSet(null) : null;
  }
}
