package io.wsgauge.wire;

import java.nio.ByteBuffer;

/** RFC 6455, section 5.3. */
final class Mask {
  private Mask() {}

  /**
   * Masks bytes of a payload, or unmasks them, in place, from the buffer's position to its limit.
   *
   * @param offset of the first of them in the payload
   */
  static void apply(int mask, int offset, ByteBuffer bytes) {
    int turned = Integer.rotateLeft(mask, 8 * (offset & 3));
    long twice = (long) turned << 32 | (turned & 0xffffffffL);
    long word = NativeLongs.of(twice);
    int to = bytes.limit();
    int i = bytes.position();
    for (; i <= to - 8; i += 8) {
      NativeLongs.put(bytes, i, NativeLongs.get(bytes, i) ^ word);
    }
    for (int shift = 56; i < to; i++, shift -= 8) {
      bytes.put(i, (byte) (bytes.get(i) ^ (byte) (twice >> shift)));
    }
  }
}
