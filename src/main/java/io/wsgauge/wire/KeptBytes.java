package io.wsgauge.wire;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one connection keeps for its peer, as a share of the budget of all: while that is tight, who
 * keeps more than next to nothing is not read. Event loop only.
 */
final class KeptBytes {
  /** Time that those who keep something wait for memory before the largest of them are ended. */
  private static final long PATIENCE_SECONDS = 1;

  /** Bytes that a connection may keep whatever others do. */
  private static final int FREE = 4096;

  private final BufferBudget budget;
  private final BufferBudget.Account account;
  private final EventExecutor executor;
  private final FlowControl flow;
  private long byOwner;

  /** The timer that ends the starvation of others; null while this connection is not starved. */
  private @Nullable Future<?> relief;

  /**
   * @param listener of the end that the connection is to come to
   */
  KeptBytes(BufferBudget budget, EventExecutor executor, FlowControl flow, FrameListener listener) {
    this.budget = budget;
    this.executor = executor;
    this.flow = flow;
    this.account = budget.open(() -> executor.execute(listener::overdrawn));
  }

  /** Says how many bytes the owner keeps, from the next count on. */
  void byOwner(long bytes) {
    byOwner = bytes;
  }

  /**
   * Counts those beside the owner's; who keeps next to nothing reads on, however much others keep.
   */
  void count(long bytes) {
    account.hold(bytes + byOwner);
    if (account.held() > FREE && relief == null && budget.isTight()) {
      flow.starve(true);
      relief = laterRelieve();
      budget.whenRelieved(() -> executor.execute(this::relieved));
    }
  }

  /** Bytes that were counted last. */
  long held() {
    return account.held();
  }

  /** Waits for nothing any more. */
  void relieved() {
    if (relief != null) {
      relief.cancel(false);
      relief = null;
      flow.starve(false);
    }
  }

  /** Keeps nothing any more. */
  void end() {
    account.hold(0);
  }

  private Future<?> laterRelieve() {
    return executor.schedule(this::relieve, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void relieve() {
    budget.relieve();
    if (relief != null) {
      relief = laterRelieve();
    }
  }
}
