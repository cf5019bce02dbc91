package io.wsgauge.socket;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of the {@link ConnectionQuota}, which a connection has until it has ended. Thread-safe. */
final class Place {
  private final ConnectionQuota places;
  private final @Nullable ByteBuffer key;
  private final AtomicBoolean left = new AtomicBoolean();

  /** The end of the connection at once; null as long as it is not closing. */
  private volatile @Nullable Runnable cut;

  /**
   * @param key that its address is counted by; null when it is not counted
   */
  Place(ConnectionQuota places, @Nullable ByteBuffer key) {
    this.places = places;
    this.key = key;
  }

  @Nullable ByteBuffer key() {
    return key;
  }

  /**
   * The connection is closing: from now on, somebody new may have its place. Calling it again
   * changes nothing. Event loop only.
   *
   * @param cut ends it then, whatever its peer does; thread-safe
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
    Objects.requireNonNull(cut, "only who has ceded its place is evicted").run();
    return true;
  }
}
