package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * That permessage-deflate was agreed on, from the handshake to the first frame.
 *
 * @param inflatedSize of a message
 */
record Deflate(DeflateParameters parameters, Limit inflatedSize) {
  private static final AttributeKey<Deflate> KEY = AttributeKey.valueOf(Deflate.class, "agreed");

  void agreeOn(Channel channel) {
    channel.attr(KEY).set(this);
  }

  /** Null when it was not agreed on. */
  static Deflate agreed(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).getAndSet(null) : null;
  }
}
