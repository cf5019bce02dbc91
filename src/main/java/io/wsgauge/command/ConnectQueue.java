package io.wsgauge.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Events on their way to the thread that prints them. Who adds one although it is full is to add no
 * more until there is room. Thread-safe.
 */
final class ConnectQueue {
  /** Bytes that may wait. */
  private static final int CAPACITY = 256 * 1024;

  private final Runnable onRoom;

  @GuardedBy("this")
  private final Deque<ConnectEvent> events = new ArrayDeque<>();

  @GuardedBy("this")
  private long size;

  /**
   * @param onRoom called each time that half of it is free again, on the thread that takes
   */
  ConnectQueue(Runnable onRoom) {
    this.onRoom = onRoom;
  }

  /** Adds at once. */
  synchronized void add(ConnectEvent event) {
    events.add(event);
    size += event.size();
    notifyAll();
  }

  /** Returns when there is room. */
  synchronized void awaitRoom() throws InterruptedException {
    while (isFull()) {
      wait();
    }
  }

  synchronized boolean isFull() {
    return size > CAPACITY;
  }

  /** Whether the printing is behind. */
  synchronized boolean isEmpty() {
    return events.isEmpty();
  }

  /** The next event, which is waited for. */
  ConnectEvent take() throws InterruptedException {
    ConnectEvent taken;
    boolean room;
    synchronized (this) {
      while (events.isEmpty()) {
        wait();
      }
      taken = events.remove();
      long before = size;
      size -= taken.size();
      room = before > CAPACITY / 2 && size <= CAPACITY / 2;
      notifyAll();
    }
    if (room) {
      onRoom.run();
    }
    return taken;
  }
}
