package io.wsgauge.wire;

import java.util.concurrent.TimeUnit;

/** Counts what comes in a second, which begins with the first frame after the one before. */
final class RateLimit {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Limit frames;
  private final Limit bytes;
  private long secondBegan = System.nanoTime();
  private long framesTaken;
  private long bytesTaken;

  RateLimit(Limits limits) {
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
    if (frames.isExceededBy(framesTaken)) {
      throw frames.violation("rate");
    }
    takeBytes(length);
  }

  /**
   * Counts what a frame that has been taken is longer for being inflated.
   *
   * @throws io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException as {@link
   *     #take}
   */
  void inflated(int more) {
    takeBytes(Math.max(0, more));
  }

  private void takeBytes(int length) {
    bytesTaken += length;
    if (bytes.isExceededBy(bytesTaken)) {
      throw bytes.violation("rate");
    }
  }
}
