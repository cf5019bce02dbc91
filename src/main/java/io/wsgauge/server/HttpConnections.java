package io.wsgauge.server;

import io.vertx.core.http.HttpConnection;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.ClientAddress;
import io.wsgauge.wire.HttpWire;
import io.wsgauge.wire.RequestListener;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The HTTP connections of all server verticles, until they end or are upgraded. One too many takes
 * the place of another: of that which has waited longest for its peer's next request or, where all
 * are being answered, of that which has been answered longest. So nobody keeps others out by
 * holding connections. Any thread.
 */
public final class HttpConnections {
  private static final Comparator<Entry> FIRST_TO_GO =
      Comparator.comparing((Entry entry) -> entry.answering).thenComparingLong(Entry::age);

  private final BufferBudget budget;
  private final int max;
  private final int maxPerAddress;
  private final Set<Entry> open = ConcurrentHashMap.newKeySet();

  /**
   * @param budget for what waits to be sent to them
   */
  public HttpConnections(ServerConfig config, BufferBudget budget) {
    this.budget = budget;
    this.max = config.maxConnections();
    this.maxPerAddress = config.maxConnectionsPerAddress();
  }

  BufferBudget budget() {
    return budget;
  }

  /**
   * Adds one that has just begun.
   *
   * @return to be told of its requests
   */
  RequestListener add(HttpConnection connection) {
    Entry added = new Entry(connection);
    open.add(added);
    if (maxPerAddress > 0 && added.address != null) {
      Predicate<Entry> sameAddress = entry -> added.address.equals(entry.address);
      if (open.stream().filter(sameAddress).count() > maxPerAddress) {
        cutOne(sameAddress, added);
      }
    }
    if (open.size() > max) {
      cutOne(entry -> true, added);
    }
    return added;
  }

  private void cutOne(Predicate<Entry> among, Entry added) {
    open.stream()
        .filter(among)
        .filter(entry -> entry != added)
        .min(FIRST_TO_GO)
        .filter(open::remove) // another thread may have been faster
        .ifPresent(entry -> HttpWire.cut(entry.connection));
  }

  private final class Entry implements RequestListener {
    private final HttpConnection connection;
    private final ByteBuffer address;
    private volatile boolean answering;

    /** In {@link System#nanoTime}. */
    private volatile long since = System.nanoTime();

    Entry(HttpConnection connection) {
      this.connection = connection;
      this.address = ClientAddress.key(HttpWire.remoteAddress(connection));
    }

    private long age() {
      return since - System.nanoTime(); // the oldest is the least
    }

    @Override
    public void received() {
      answering = true;
      since = System.nanoTime();
    }

    @Override
    public void answered() {
      answering = false;
      since = System.nanoTime();
    }

    @Override
    public void ended() {
      open.remove(this);
    }
  }
}
