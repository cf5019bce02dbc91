package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether a WebSocket's bytes are read. On its event loop. */
final class Reading {
  private final ChannelHandlerContext context;
  private final Channel channel;
  private final FrameDecoder decoder;
  private final Duration writeTimeout;
  private final Runnable onStalled;

  /** Whether the peer does not take what it is sent. */
  private boolean paused;

  /** Whether the owner wants nothing to be read. */
  private boolean held;

  /** Looks at the progress of a peer during a pause; else null. */
  private Future<?> stall;

  /** Bytes that were left to write when it was last looked at. */
  private long unwritten;

  Reading(
      ChannelHandlerContext context,
      FrameDecoder decoder,
      Duration writeTimeout,
      Runnable onStalled) {
    this.context = context;
    this.channel = context.channel();
    this.decoder = decoder;
    this.writeTimeout = writeTimeout;
    this.onStalled = onStalled;
    channel.closeFuture().addListener(closed -> endStall()); // which would hold all of this
  }

  void pause() {
    channel.flush();
    if (!channel.isWritable() && !paused) {
      paused = true;
      update();
      if (!writeTimeout.isZero()) {
        awaitWrite();
      }
    }
  }

  void resume() {
    endStall();
    paused = false;
    update();
  }

  void hold(boolean hold) {
    held = hold;
    update();
  }

  private void update() {
    boolean read = !paused && !held;
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
      if (read) {
        // not now, because it may be called amid the decoding of a frame
        context.executor().execute(this::decodeHeld);
      }
    }
  }

  private void decodeHeld() {
    ChannelHandlerContext place = context.pipeline().context(decoder);
    if (place != null) { // else the channel has been closed
      decoder.resume(place);
    }
  }

  private void awaitWrite() {
    unwritten = unwritten();
    stall =
        context
            .executor()
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

  private void endStall() {
    if (stall != null) {
      stall.cancel(false);
      stall = null;
    }
  }
}
