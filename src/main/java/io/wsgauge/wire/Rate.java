package io.wsgauge.wire;

import java.util.concurrent.TimeUnit;

/** Counts what comes in a second, which begins with the first frame after the one before. */
final class Rate {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Limit frames;
  private final Limit bytes;
  private long secondBegan = System.nanoTime();
  private long framesTaken;
  private long bytesTaken;

  Rate(Limits limits) {
    this.frames = limits.frames();
    this.bytes = limits.bytes();
  }

  /**
   * Counts a frame.
   *
   * @throws io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException when it is one
   *     too many, or its bytes are
   */
  void take(int length) {
    long now = System.nanoTime();
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      framesTaken = 0;
      bytesTaken = 0;
    }
    framesTaken++;
    bytesTaken += length;
    if (frames.isExceededBy(framesTaken)) {
      throw frames.violation("rate");
    }
    if (bytes.isExceededBy(bytesTaken)) {
      throw bytes.violation("rate");
    }
  }
}
