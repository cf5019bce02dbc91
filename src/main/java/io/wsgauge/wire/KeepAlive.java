package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a peer that is gone without a word (RFC 6455, section 5.5.2): pings it when nothing has
 * come from it for a while, and reports it lost when nothing comes after that either. A peer of
 * which anything is heard, whatever it is, is not lost. Event loop only.
 */
abstract class KeepAlive extends IdleTimer {
  private final Duration pongTimeout;

  /** The end of the wait for an answer; null while none is waited for. */
  private @Nullable Future<?> deadline;

  /**
   * @param pingInterval of silence before each ping; zero never pings
   */
  KeepAlive(EventExecutor executor, Duration pingInterval, Duration pongTimeout) {
    super(executor, pingInterval);
    this.pongTimeout = pongTimeout;
  }

  /** Whether what comes from the peer is read now; silence is else no sign of it. */
  abstract boolean isListening();

  /** Sends a ping. */
  abstract void ping();

  /** Called once at most. */
  abstract void onLost();

  /** Bytes have come from the peer. */
  final void heard(long now) {
    interrupt(now);
    endDeadline();
  }

  /** Pings no more. */
  @Override
  final void end() {
    super.end();
    endDeadline();
  }

  @Override
  final void onIdle() {
    if (deadline == null && isListening()) {
      deadline = executor.schedule(this::late, pongTimeout.toNanos(), TimeUnit.NANOSECONDS);
      ping();
    }
  }

  /** What has come while this thread did not run is heard first. */
  private void late() {
    deadline = Turn.afterIo(executor, this::lost);
  }

  private void lost() {
    deadline = null;
    if (isListening()) {
      end();
      onLost();
    }
  }

  private void endDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
