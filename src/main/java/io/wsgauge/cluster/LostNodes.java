package io.wsgauge.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nodes that went without a word, for an hour each: the latest, where they are many. Not
 * thread-safe.
 */
final class LostNodes {
  private static final Duration KEPT = Duration.ofHours(1);

  private final int most;
  private final SortedMap<String, Lost> byName = new TreeMap<>();

  /**
   * @param at in nanoseconds, as {@link System#nanoTime}
   * @param time to be shown
   */
  record Lost(Node node, long at, Instant time) {}

  LostNodes(int most) {
    this.most = most;
  }

  void add(Node node, long now, Instant time) {
    byName.put(node.name(), new Lost(node, now, time));
    while (byName.size() > most) {
      byName.values().stream()
          .min((a, b) -> Long.signum(a.at() - b.at()))
          .ifPresent(oldest -> byName.remove(oldest.node().name()));
    }
  }

  /** They are there again. */
  void removeAll(Collection<String> names) {
    byName.keySet().removeAll(names);
  }

  /** Those of the last hour. */
  List<Lost> list(long now) {
    byName.values().removeIf(lost -> now - lost.at() >= KEPT.toNanos());
    return List.copyOf(byName.values());
  }
}
