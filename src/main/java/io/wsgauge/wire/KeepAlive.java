package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds a peer that is gone without a word (RFC 6455, section 5.5.2): pings it when nothing has
 * come from it for a while, and reports it lost when nothing comes after that either. A peer of
 * which anything is heard, whatever it is, is not lost. Event loop only.
 */
final class KeepAlive {
  private final EventExecutor executor;
  private final Duration pongTimeout;
  private final BooleanSupplier listening;
  private final Runnable ping;
  private final Runnable onLost;
  private final IdleTimer silence;

  /** The end of the wait for an answer; null while none is waited for. */
  private @Nullable Future<?> deadline;

  /**
   * @param pingInterval of silence before each ping; zero never pings
   * @param listening whether what comes from the peer is read now; silence is else no sign of it
   * @param ping sends one
   * @param onLost called once at most
   */
  KeepAlive(
      EventExecutor executor,
      Duration pingInterval,
      Duration pongTimeout,
      BooleanSupplier listening,
      Runnable ping,
      Runnable onLost) {
    this.executor = executor;
    this.pongTimeout = pongTimeout;
    this.listening = listening;
    this.ping = ping;
    this.onLost = onLost;
    this.silence = new IdleTimer(executor, pingInterval, this::silent);
  }

  /** Bytes have come from the peer. */
  void heard(long now) {
    silence.interrupt(now);
    endDeadline();
  }

  /** Pings no more. */
  void end() {
    silence.end();
    endDeadline();
  }

  private void silent() {
    if (deadline == null && listening.getAsBoolean()) {
      deadline = executor.schedule(this::late, pongTimeout.toNanos(), TimeUnit.NANOSECONDS);
      ping.run();
    }
  }

  /** What has come while this thread did not run is heard first. */
  private void late() {
    deadline = Turn.afterIo(executor, this::lost);
  }

  private void lost() {
    deadline = null;
    if (listening.getAsBoolean()) {
      end();
      onLost.run();
    }
  }

  private void endDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
