package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * That permessage-deflate was agreed on, from the handshake to the first frame.
 *
 * @param inflatedSize of a message
 */
public record NegotiatedDeflate(DeflateParameters parameters, Limit inflatedSize) {
  private static final AttributeKey<NegotiatedDeflate> KEY =
      AttributeKey.valueOf(NegotiatedDeflate.class, "agreed");

  public void agreeOn(Channel channel) {
    channel.attr(KEY).set(this);
  }

  /** Null when it was not agreed on. */
  static NegotiatedDeflate agreed(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).getAndSet(null) : null;
  }
}
