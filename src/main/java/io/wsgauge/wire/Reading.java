package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether a WebSocket's bytes are read. On its event loop. */
final class Reading {
  private final Channel channel;
  private final Duration writeTimeout;
  private final Runnable onResumed;
  private final Runnable onStalled;

  /** Whether the peer does not take what it is sent. */
  private boolean paused;

  /** Whether the owner wants nothing to be read. */
  private boolean held;

  /** Looks at the progress of a peer during a pause; else null. */
  private Future<?> stall;

  /** Bytes that were left to write when it was last looked at. */
  private long unwritten;

  /**
   * @param writeTimeout without any progress, in a pause; zero waits for ever
   * @param onResumed never amid the decoding of a frame
   */
  Reading(Channel channel, Duration writeTimeout, Runnable onResumed, Runnable onStalled) {
    this.channel = channel;
    this.writeTimeout = writeTimeout;
    this.onResumed = onResumed;
    this.onStalled = onStalled;
  }

  void pause() {
    if (!paused) {
      paused = true;
      update();
      if (!writeTimeout.isZero()) {
        awaitWrite();
      }
    }
  }

  void resume() {
    end();
    paused = false;
    update();
  }

  void hold(boolean hold) {
    held = hold;
    update();
  }

  /** Waits for nothing any more. */
  void end() {
    if (stall != null) {
      stall.cancel(false);
      stall = null;
    }
  }

  private void update() {
    boolean read = !paused && !held;
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
      if (read) {
        channel.eventLoop().execute(onResumed);
      }
    }
  }

  private void awaitWrite() {
    unwritten = unwritten();
    stall =
        channel
            .eventLoop()
            .schedule(this::checkWritten, writeTimeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void checkWritten() {
    if (unwritten() == unwritten) {
      stall = null;
      onStalled.run();
    } else {
      awaitWrite();
    }
  }

  private long unwritten() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
