package io.wsgauge.cluster;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom a node pings: all others, or in a large cluster its successors on several rings, on each of
 * which all nodes are in another order. So each node pings as many as there are rings at the most,
 * and is pinged by at least one. Pure.
 */
final class Rings {
  private Rings() {}

  /**
   * The names of those that the node pings.
   *
   * @param nodes names of all nodes, that one may be among them
   * @param fullUpTo most nodes of which each pings all others
   */
  static Set<String> peers(String self, Collection<String> nodes, int rings, int fullUpTo) {
    Set<String> peers = new TreeSet<>();
    if (nodes.size() <= fullUpTo) {
      peers.addAll(nodes);
    } else {
      for (int ring = 1; ring <= rings; ring++) {
        peers.add(successor(self, nodes, ring));
      }
    }
    peers.remove(self);
    return peers;
  }

  /** The name behind that one, or the first where it is the last. */
  private static String successor(String self, Collection<String> nodes, int ring) {
    long own = place(self, ring);
    String next = self;
    long nextDistance = -1;
    for (String name : nodes) {
      // around the ring, so that the last is followed by the first
      long distance = place(name, ring) - own;
      if (distance != 0 && Long.compareUnsigned(distance, nextDistance) <= 0) {
        next = name;
        nextDistance = distance;
      }
    }
    return next;
  }

  private static long place(String name, int ring) {
    return Rendezvous.hash(ring + "/" + name);
  }
}
