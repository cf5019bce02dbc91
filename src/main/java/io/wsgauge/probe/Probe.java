package io.wsgauge.probe;

import io.vertx.core.Future;

/** Runs a target, once for each call. On one event loop only. */
public interface Probe {
  /**
   * Opens a WebSocket where none is kept from the run before, asks, and judges what comes. To be
   * called when no run is under way.
   *
   * @param sequence number of the run, which may be part of what it asks
   * @return told when the connection is closed or kept; fails where the run cannot be made, by a
   *     fault on this side or for want of memory, and where it is cancelled
   */
  Future<ProbeResult> run(long sequence);

  /**
   * Gives up the run that is under way, and closes the connection, whoever needs it. Another run
   * may follow.
   */
  void cancel();
}
