package io.wsgauge.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Eight bytes of a buffer as a long in the byte order of the CPU, which loops over many bytes take
 * several of at once. Any index will do.
 */
final class NativeLongs {
  private static final VarHandle VIEW =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private NativeLongs() {}

  static long get(ByteBuffer bytes, int index) {
    return (long) VIEW.get(bytes, index);
  }

  static void put(ByteBuffer bytes, int index, long value) {
    VIEW.set(bytes, index, value);
  }

  /** The long whose bytes are those of another in the order of a network. */
  static long of(long bigEndian) {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
        ? bigEndian
        : Long.reverseBytes(bigEndian);
  }
}
