package io.wsgauge.wire;

import java.util.List;
import java.util.stream.LongStream;

/** The latest frames that have passed one way, at most {@link #COUNT}. Of its event loop alone. */
final class LatestFrames {
  static final int COUNT = 32;

  private final byte[] firsts = new byte[COUNT];
  private final int[] lengths = new int[COUNT];
  private final long[] times = new long[COUNT];

  /** How many have passed since these are kept. */
  private long passed;

  /** How many of them have their time. */
  private long stamped;

  void add(int first, int length) {
    int at = (int) (passed++ % COUNT);
    firsts[at] = (byte) first;
    lengths[at] = length;
  }

  void stamp(long now) {
    for (stamped = Math.max(stamped, passed - COUNT); stamped < passed; stamped++) {
      times[(int) (stamped % COUNT)] = now;
    }
  }

  /** Those that have their time, the oldest first. */
  List<PassedFrame> list() {
    return LongStream.range(Math.max(0, passed - COUNT), stamped)
        .mapToInt(number -> (int) (number % COUNT))
        .mapToObj(at -> new PassedFrame(firsts[at] & 0xff, lengths[at], times[at]))
        .toList();
  }
}
