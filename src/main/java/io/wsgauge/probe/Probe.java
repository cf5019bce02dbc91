package io.wsgauge.probe;

import io.vertx.core.Future;

/** A target that is run once for each call. Event loop only. */
public interface Probe {
  /**
   * Opens a WebSocket unless one is kept from the run before, asks, and judges the answer. No other
   * run may be under way.
   *
   * @param sequence number of the run, which may be part of its question
   * @return completes when the connection is closed or kept; fails when the run cannot be made, by
   *     a fault on this side or for want of memory, and when it is cancelled
   */
  Future<ProbeResult> run(long sequence);

  /**
   * Gives up the run that is under way, and closes the connection, even a kept one. Another run may
   * follow.
   */
  void cancel();
}
