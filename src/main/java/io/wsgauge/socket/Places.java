package io.wsgauge.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The connections that there may be, in all and from one address. Any thread. */
final class Places {
  /** Of IPv6, the part that tells one network from another; a host has the rest to itself. */
  private static final int IPV6_PREFIX_BYTES = 8;

  private final Semaphore free;
  private final int max;
  private final int maxPerAddress;
  private final Map<ByteBuffer, Integer> takenByAddress = new ConcurrentHashMap<>();
  private final Refusal full;
  private final Refusal addressFull;

  Places(SocketConfig config) {
    this.max = config.maxConnections();
    this.free = new Semaphore(max);
    this.maxPerAddress = config.maxConnectionsPerAddress();
    this.full =
        Refusal.retry(
            503,
            "all " + max + " connections (socket.maxConnections) are taken",
            config.retryAfter());
    this.addressFull =
        Refusal.retry(
            429,
            "your address has all of its "
                + maxPerAddress
                + " connections (socket.maxConnectionsPerAddress)",
            config.retryAfter());
  }

  /**
   * Takes one, to be given back once.
   *
   * @param address null when the peer has none
   * @return why none is taken; null when one is
   */
  Refusal take(InetAddress address) {
    if (isCounted(address) && takenByAddress.merge(key(address), 1, Integer::sum) > maxPerAddress) {
      giveBackAddress(address);
      return addressFull;
    }
    if (!free.tryAcquire()) {
      giveBackAddress(address);
      return full;
    }
    return null;
  }

  void giveBack(InetAddress address) {
    giveBackAddress(address);
    free.release();
  }

  /** Whether none is taken. */
  boolean areFree() {
    return free.availablePermits() == max;
  }

  /** What {@link #take} would say now. */
  Refusal check(InetAddress address) {
    if (isCounted(address) && takenByAddress.getOrDefault(key(address), 0) >= maxPerAddress) {
      return addressFull;
    }
    return free.availablePermits() > 0 ? null : full;
  }

  private void giveBackAddress(InetAddress address) {
    if (isCounted(address)) {
      takenByAddress.computeIfPresent(key(address), (key, taken) -> taken == 1 ? null : taken - 1);
    }
  }

  private boolean isCounted(InetAddress address) {
    return maxPerAddress > 0 && address != null;
  }

  private static ByteBuffer key(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.limit(IPV6_PREFIX_BYTES) : bytes;
  }
}
