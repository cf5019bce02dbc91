package io.wsgauge.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches whether a peer takes what is written to it. Event loop only. */
public final class WriteProgress {
  private final Channel channel;
  private final Duration timeout;
  private final Runnable onStalled;

  /** The next look at the progress; null while nobody watches. */
  private @Nullable Future<?> check;

  /** Bytes that were left to write when it was last looked at. */
  private long unwritten;

  /**
   * @param timeout zero waits for ever
   * @param onStalled called when something waits to be written and that time has passed without any
   *     progress; then the watch has ended, as it has where nothing waits
   */
  public WriteProgress(Channel channel, Duration timeout, Runnable onStalled) {
    this.channel = channel;
    this.timeout = timeout;
    this.onStalled = onStalled;
  }

  /** Begins to watch; changes nothing where it does already. */
  public void watch() {
    if (check == null && !timeout.isZero()) {
      await();
    }
  }

  /** Watches no more. */
  public void end() {
    if (check != null) {
      check.cancel(false);
      check = null;
    }
  }

  private void await() {
    unwritten = unwritten();
    check = channel.eventLoop().schedule(this::check, timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void check() {
    long now = unwritten();
    check = null;
    if (now != unwritten) {
      await();
    } else if (now > 0) {
      onStalled.run();
    }
  }

  /** Bytes that wait to be written. */
  public long unwritten() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }
}
