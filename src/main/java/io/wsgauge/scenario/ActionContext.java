package io.wsgauge.scenario;

import io.wsgauge.socket.Connection;
import java.time.Duration;

/** A connection on which actors act. Event loop only. */
interface ActionContext {
  Connection connection();

  /**
   * Does something after a delay, and after all that was handed in before.
   *
   * @param size bytes that it keeps until then; too many of them stop the reading
   */
  void inOrder(Duration delay, int size, Runnable task);

  /** Reads nothing until {@link #release}, which is to be called as often. */
  void hold();

  void release();
}
