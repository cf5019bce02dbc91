package io.wsgauge.status;

import java.util.ArrayDeque;
import java.util.List;

/** The newest elements of a history. Not thread-safe. */
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

  /** A copy of the elements, the oldest first. */
  List<T> list() {
    return List.copyOf(elements);
  }
}
