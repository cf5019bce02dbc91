package io.wsgauge.socket;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/** One of the {@link ConnectionQuota}, which a connection has until it has ended. Any thread. */
final class Place {
  private final ConnectionQuota places;
  private final InetAddress address;
  private final AtomicBoolean left = new AtomicBoolean();

  /** Null as long as the connection is not closing. */
  private volatile Runnable cut;

  /**
   * @param address null when the peer has none
   */
  Place(ConnectionQuota places, InetAddress address) {
    this.places = places;
    this.address = address;
  }

  InetAddress address() {
    return address;
  }

  /**
   * The connection is closing: from now on, somebody new may have its place. On its event loop;
   * calling it again changes nothing.
   *
   * @param cut ends it then, whatever its peer does; any thread
   */
  void cede(Runnable cut) {
    if (this.cut == null && !left.get()) {
      this.cut = cut;
      places.ceded(this);
    }
  }

  /** The connection has ended. Calling it again changes nothing. */
  void leave() {
    if (left.compareAndSet(false, true)) {
      places.left(this);
    }
  }

  /** Ends the connection for its place; false where the place is taken from it already. */
  boolean evict() {
    if (!left.compareAndSet(false, true)) {
      return false;
    }
    places.left(this);
    cut.run();
    return true;
  }
}
