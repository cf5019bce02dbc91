package io.wsgauge.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** RFC 6455, section 5.3. */
final class Mask {
  private Mask() {}

  /**
   * Masks bytes of a payload, or unmasks them, in place.
   *
   * @param offset of the first of them in the payload
   */
  static void apply(int mask, int offset, ByteBuf bytes, int from, int to) {
    int turned = Integer.rotateLeft(mask, 8 * (offset & 3));
    long twice = (long) turned << 32 | (turned & 0xffffffffL);
    // a view of the JDK's costs a fraction of ByteBuf's checks for each access
    ByteBuffer view = bytes.nioBuffer(from, to - from);
    int last = view.limit() - 8;
    int i = 0;
    for (; i <= last; i += 8) {
      view.putLong(i, view.getLong(i) ^ twice);
    }
    for (int shift = 56; i < view.limit(); i++, shift -= 8) {
      view.put(i, (byte) (view.get(i) ^ (byte) (twice >> shift)));
    }
  }
}
