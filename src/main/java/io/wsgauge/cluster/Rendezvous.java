package io.wsgauge.cluster;

import java.util.Collection;

/**
 * Rendezvous hashing: each node has a score for each target, and those with the highest have the
 * target. Who comes takes from all alike, and of who goes nothing but its own moves. Pure.
 */
final class Rendezvous {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long self;
  private final long[] others;

  /**
   * @param self a node's name
   * @param nodes names of all nodes, that one may be among them
   */
  Rendezvous(String self, Collection<String> nodes) {
    this.self = hash(self);
    this.others = nodes.stream().filter(n -> !n.equals(self)).mapToLong(Rendezvous::hash).toArray();
  }

  /** Whether the node is one of so many that have the target. */
  boolean owns(String target, int replicas) {
    long hash = hash(target);
    long own = score(hash, self);
    int better = 0;
    for (long other : others) {
      if (score(hash, other) > own && ++better == replicas) {
        return false;
      }
    }
    return true;
  }

  private static long score(long target, long node) {
    return mix(target ^ (node * GOLDEN));
  }

  /** FNV-1a, mixed so that names that are alike are far apart. */
  static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix(hash);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long bits) {
    long z = bits + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
