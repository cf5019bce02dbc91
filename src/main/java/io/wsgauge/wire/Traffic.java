package io.wsgauge.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has passed one way over a connection, in whole frames of any kind. Of its event loop alone.
 */
public final class Traffic {
  private static final int MASK_LENGTH = 4;

  private final boolean masked;
  private long frames;
  private long bytes;
  private long pings;
  private long pongs;

  /** The time of the latest frame in {@link System#nanoTime}; 0 before there is one. */
  private long lastAt;

  /** Whether a frame has passed since {@link #stamp}. */
  private boolean fresh;

  /** Null where nobody wants them. */
  private @Nullable LatestFrames latest;

  /**
   * @param masked whether each frame has a mask, as those of a client have
   */
  Traffic(boolean masked) {
    this.masked = masked;
  }

  /**
   * @param first the first byte of the frame's head
   * @param length of the payload as it is on the wire
   */
  void add(int first, int length) {
    int opcode = Rfc6455.opcode(first);
    if (latest != null) {
      latest.add(first, length);
    }
    frames++;
    bytes += (length < 126 ? 2 : length < 65536 ? 4 : 10) + (masked ? MASK_LENGTH : 0) + length;
    if (opcode == Rfc6455.PING) {
      pings++;
    } else if (opcode == Rfc6455.PONG) {
      pongs++;
    }
    fresh = true;
  }

  /** Gives the frames since the last call their time, of which there so is one for many frames. */
  void stamp(long now) {
    if (fresh) {
      fresh = false;
      lastAt = now;
      if (latest != null) {
        latest.stamp(now);
      }
    }
  }

  /** Keeps the latest frames from now on, in about half a KiB. */
  public void keepLatest() {
    if (latest == null) {
      latest = new LatestFrames();
    }
  }

  /** The latest frames, the oldest first; none unless they are kept. */
  public List<PassedFrame> latest() {
    return latest == null ? List.of() : latest.list();
  }

  public long frames() {
    return frames;
  }

  /** Bytes of the frames on the wire, with their heads and masks. */
  public long bytes() {
    return bytes;
  }

  public long pings() {
    return pings;
  }

  public long pongs() {
    return pongs;
  }

  /**
   * When the latest frame came, or was sent, in {@link System#nanoTime}.
   *
   * @return 0 where there was none
   */
  public long lastAt() {
    return lastAt;
  }
}
