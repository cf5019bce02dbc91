package io.wsgauge.socket;

import io.wsgauge.handshake.ClientAddress;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.text.Quantity;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections that there may be, in all and from one address. Thread-safe. */
final class ConnectionQuota {
  private final Semaphore free;
  private final int max;
  private final int maxPerAddress;
  private final Map<ByteBuffer, Integer> takenByAddress = new ConcurrentHashMap<>();

  /** Places of closing connections, in the order in which these began to close. */
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
            "the server already has " + Quantity.of(max, "connection") + " (socket.maxConnections)",
            config.retryAfter());
    this.addressFull =
        Refusal.retry(
            Rule.CONNECTIONS_PER_ADDRESS,
            "your address already has "
                + Quantity.of(maxPerAddress, "connection")
                + " (socket.maxConnectionsPerAddress)",
            config.retryAfter());
  }

  /**
   * Takes one; where all are taken, that of a connection which has been closing for longest.
   *
   * @param address null when the peer is not reached by IP
   * @param taken is given the place, if there is one
   * @return why no place is taken; null when one is
   */
  @Nullable Refusal take(@Nullable InetAddress address, Consumer<Place> taken) {
    ByteBuffer key = key(address);
    Refusal refusal = tryTake(key);
    while (refusal != null && evictOne(refusal.rule() == Rule.CONNECTIONS ? null : key)) {
      refusal = tryTake(key);
    }
    if (refusal == null) {
      taken.accept(new Place(this, key));
    }
    return refusal;
  }

  private @Nullable Refusal tryTake(@Nullable ByteBuffer key) {
    if (key != null && takenByAddress.merge(key, 1, Integer::sum) > maxPerAddress) {
      giveBackAddress(key);
      return addressFull;
    }
    if (!free.tryAcquire()) {
      giveBackAddress(key);
      return full;
    }
    return null;
  }

  /** The place of one address, or of any where that is null. */
  private boolean evictOne(@Nullable ByteBuffer key) {
    return ceded.stream()
        .filter(place -> key == null || key.equals(place.key()))
        .anyMatch(Place::evict);
  }

  void ceded(Place place) {
    ceded.add(place);
  }

  void left(Place place) {
    ceded.remove(place);
    giveBackAddress(place.key());
    free.release();
  }

  /** Whether no place is taken. */
  boolean areFree() {
    return free.availablePermits() == max;
  }

  /** What {@link #take} would say now. */
  @Nullable Refusal check(@Nullable InetAddress address) {
    if (!ceded.isEmpty()) {
      return null;
    }
    ByteBuffer key = key(address);
    if (key != null && takenByAddress.getOrDefault(key, 0) >= maxPerAddress) {
      return addressFull;
    }
    return free.availablePermits() > 0 ? null : full;
  }

  private void giveBackAddress(@Nullable ByteBuffer key) {
    if (key != null) {
      takenByAddress.computeIfPresent(key, (same, taken) -> taken == 1 ? null : taken - 1);
    }
  }

  /** The key that an address is counted by; null where it is not counted. */
  private @Nullable ByteBuffer key(@Nullable InetAddress address) {
    return maxPerAddress > 0 ? ClientAddress.key(address) : null;
  }
}
