package io.wsgauge.socket;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the WebSockets of all server verticles against their bound. Any thread. */
final class OpenConnections {
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong lastId = new AtomicLong();

  OpenConnections(int max) {
    this.max = max;
  }

  /** Takes a place; false when there is none. Each place that was taken is given back once. */
  boolean take() {
    if (open.incrementAndGet() <= max) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void giveBack() {
    open.decrementAndGet();
  }

  boolean full() {
    return open.get() >= max;
  }

  int max() {
    return max;
  }

  long nextId() {
    return lastId.incrementAndGet();
  }
}
