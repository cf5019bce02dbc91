package io.wsgauge.socket;

import io.wsgauge.handshake.ClientAddress;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The connections that there may be, in all and from one address. Any thread. */
final class ConnectionQuota {
  private final Semaphore free;
  private final int max;
  private final int maxPerAddress;
  private final Map<ByteBuffer, Integer> takenByAddress = new ConcurrentHashMap<>();

  /** In the order in which they began to close. */
  private final Queue<Place> ceded = new ConcurrentLinkedQueue<>();

  private final Refusal full;
  private final Refusal addressFull;

  ConnectionQuota(SocketConfig config) {
    this.max = config.maxConnections();
    this.free = new Semaphore(max);
    this.maxPerAddress = config.maxConnectionsPerAddress();
    this.full =
        Refusal.retry(
            Rule.CONNECTIONS,
            "all " + max + " connections (socket.maxConnections) are taken",
            config.retryAfter());
    this.addressFull =
        Refusal.retry(
            Rule.CONNECTIONS_PER_ADDRESS,
            "your address has all of its "
                + maxPerAddress
                + " connections (socket.maxConnectionsPerAddress)",
            config.retryAfter());
  }

  /**
   * Takes one; where all are taken, that of a connection which has been closing for longest.
   *
   * @param address null when the peer has none
   * @param taken is given the place, if there is one
   * @return why none is taken; null when one is
   */
  Refusal take(InetAddress address, Consumer<Place> taken) {
    Refusal refusal = tryTake(address);
    while (refusal != null && evictOne(refusal.rule() == Rule.CONNECTIONS ? null : address)) {
      refusal = tryTake(address);
    }
    if (refusal == null) {
      taken.accept(new Place(this, address));
    }
    return refusal;
  }

  private Refusal tryTake(InetAddress address) {
    if (isCounted(address)
        && takenByAddress.merge(ClientAddress.key(address), 1, Integer::sum) > maxPerAddress) {
      giveBackAddress(address);
      return addressFull;
    }
    if (!free.tryAcquire()) {
      giveBackAddress(address);
      return full;
    }
    return null;
  }

  /** Of one address, or of any where that is null. */
  private boolean evictOne(InetAddress address) {
    return ceded.stream()
        .filter(place -> address == null || isSame(address, place.address()))
        .anyMatch(Place::evict);
  }

  private static boolean isSame(InetAddress address, InetAddress other) {
    return ClientAddress.key(address).equals(ClientAddress.key(other));
  }

  void ceded(Place place) {
    ceded.add(place);
  }

  void left(Place place) {
    ceded.remove(place);
    giveBackAddress(place.address());
    free.release();
  }

  /** Whether none is taken. */
  boolean areFree() {
    return free.availablePermits() == max;
  }

  /** What {@link #take} would say now. */
  Refusal check(InetAddress address) {
    if (!ceded.isEmpty()) {
      return null;
    }
    if (isCounted(address)
        && takenByAddress.getOrDefault(ClientAddress.key(address), 0) >= maxPerAddress) {
      return addressFull;
    }
    return free.availablePermits() > 0 ? null : full;
  }

  private void giveBackAddress(InetAddress address) {
    if (isCounted(address)) {
      takenByAddress.computeIfPresent(
          ClientAddress.key(address), (key, taken) -> taken == 1 ? null : taken - 1);
    }
  }

  private boolean isCounted(InetAddress address) {
    return maxPerAddress > 0 && address != null;
  }
}
