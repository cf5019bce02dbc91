package io.wsgauge.status;

import java.util.ArrayDeque;
import java.util.List;

/** The newest of what is added. Not for several threads at a time. */
final class BoundedHistory<T> {
  private final ArrayDeque<T> elements = new ArrayDeque<>();
  private final int capacity;

  /**
   * @param capacity at least 1
   */
  BoundedHistory(int capacity) {
    this.capacity = capacity;
  }

  void add(T element) {
    if (elements.size() == capacity) {
      elements.removeFirst();
    }
    elements.addLast(element);
  }

  /** A copy, oldest first. */
  List<T> list() {
    return List.copyOf(elements);
  }
}
