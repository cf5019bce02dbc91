package io.wsgauge.socket;

import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Remembers WebSockets, open and ended ones, for whoever has the Sec-WebSocket-Key or the id of
 * one, which its client alone knows. Where there are too many, those go first that ended first, and
 * then those that were opened first.
 *
 * <p>Thread-safe: it is locked for the opening, the end and the search of a connection, never for a
 * frame, since these are counted where they are handled.
 */
public final class ConnectionRecords {
  /** Bytes of a handshake on an average, about: all of them together have so many. */
  private static final int HANDSHAKE_SIZE = 8192;

  private static final int MAX_WATCHERS = 100;

  private final int max;
  private final long keptFor;

  /** Those that are open, by number, in the order in which they were opened. */
  private final Map<Long, RecordedConnection> open = new LinkedHashMap<>();

  /** Those that are not, by number, in the order in which they ended. */
  private final Map<Long, RecordedConnection> ended = new LinkedHashMap<>();

  /** All of them, by key and by id; the newest where one has what another had. */
  private final Map<String, RecordedConnection> byName = new HashMap<>();

  private long size;

  /**
   * @param max how many there are; 0 remembers none
   * @param keptFor how long after its end one is remembered
   */
  public ConnectionRecords(int max, Duration keptFor) {
    this.max = max;
    this.keptFor = keptFor.toNanos();
  }

  /** Remembers nothing. */
  public static ConnectionRecords none() {
    return new ConnectionRecords(0, Duration.ZERO);
  }

  /** Whether any are remembered. */
  public boolean areKept() {
    return max > 0;
  }

  /** A connection is open, and does what is asked of its event loop. */
  void opened(SocketConnection connection, UpgradeRequest request, HeaderLines answer) {
    List<Consumer<Optional<ConnectionRecord>>> disappointed = new ArrayList<>(0);
    synchronized (this) {
      RecordedConnection one = new RecordedConnection(connection, request, answer);
      open.put(connection.id(), one);
      byName.put(one.key(), one);
      size += one.size();
      forgetOld();
      while (isTooMuch() && !open.isEmpty()) {
        disappointed.addAll(forgetFirst(open).takeWatchers());
      }
    }
    disappointed.forEach(watcher -> watcher.accept(Optional.empty()));
  }

  /** An open connection is also to be found by this. */
  synchronized void name(long connection, String id) {
    RecordedConnection one = open.get(connection);
    if (one != null) {
      one.id(id);
      byName.put(id, one);
    }
  }

  /**
   * A connection has ended.
   *
   * @param facts asked for at once, or never
   */
  void ended(long connection, Supplier<ConnectionFacts> facts) {
    List<Consumer<Optional<ConnectionRecord>>> watchers;
    Optional<ConnectionRecord> known;
    synchronized (this) {
      RecordedConnection one = open.remove(connection);
      if (one == null) {
        return;
      }
      known = Optional.of(one.end(facts.get()));
      ended.put(connection, one);
      watchers = one.takeWatchers();
      forgetOld();
    }
    watchers.forEach(watcher -> watcher.accept(known));
  }

  /**
   * Looks for a connection.
   *
   * @param name its key or its id
   * @param then given what is known of it, empty for nothing: now or, of one that is open, on its
   *     event loop
   */
  public void find(String name, Consumer<Optional<ConnectionRecord>> then) {
    RecordedConnection one;
    SocketConnection connection;
    Optional<ConnectionRecord> known;
    synchronized (this) {
      forgetOld();
      one = byName.get(name);
      connection = one == null ? null : one.open();
      known = one == null ? Optional.empty() : one.ended();
    }
    if (one == null || connection == null) {
      then.accept(known);
    } else {
      connection.execute(() -> then.accept(Optional.of(current(one, connection.facts()))));
    }
  }

  /** What is known of one that was open when it was looked for, and may have ended since. */
  private synchronized ConnectionRecord current(RecordedConnection one, ConnectionFacts facts) {
    return one.ended().orElseGet(() -> one.with(facts));
  }

  /**
   * Waits for the end of a connection.
   *
   * @param name its key or its id
   * @param watcher given what is known of a connection when it has ended, or that it is not
   *     remembered any more, on the event loop of some connection
   * @return false where none is open of that name, or too many wait already
   */
  public synchronized boolean watch(String name, Consumer<Optional<ConnectionRecord>> watcher) {
    RecordedConnection one = byName.get(name);
    return one != null && one.open() != null && one.watch(watcher, MAX_WATCHERS);
  }

  /** Waits for nothing any more. */
  public synchronized void unwatch(Consumer<Optional<ConnectionRecord>> watcher) {
    open.values().forEach(one -> one.unwatch(watcher));
  }

  private void forgetOld() {
    long now = System.nanoTime();
    while (!ended.isEmpty()
        && (isTooMuch() || now - ended.values().iterator().next().endedAt() > keptFor)) {
      forgetFirst(ended);
    }
  }

  private boolean isTooMuch() {
    return open.size() + ended.size() > max || size > (long) max * HANDSHAKE_SIZE;
  }

  private RecordedConnection forgetFirst(Map<Long, RecordedConnection> some) {
    Iterator<RecordedConnection> oldest = some.values().iterator();
    RecordedConnection one = oldest.next();
    oldest.remove();
    size -= one.size();
    byName.remove(one.key(), one);
    String id = one.id();
    if (id != null) {
      byName.remove(id, one);
    }
    return one;
  }
}
