package io.wsgauge.socket;

import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.UpgradeRequest;
import io.wsgauge.text.TimeOfDay;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the {@link ConnectionRecords}, under whose lock it changes. */
final class RecordedConnection {
  private final String key;
  private final UpgradeRequest request;
  private final HeaderLines answer;
  private final Instant opened = TimeOfDay.now();

  private final int size;

  private @Nullable String id;

  /** The connection; null when it has ended. */
  private @Nullable SocketConnection open;

  /** What has become of it; null while it is open. */
  private @Nullable ConnectionFacts facts;

  private long endedAt;

  /** Who waits for its end; null for nobody. */
  private @Nullable Set<Consumer<Optional<ConnectionRecord>>> watchers;

  /**
   * @param request with one Sec-WebSocket-Key
   */
  RecordedConnection(SocketConnection connection, UpgradeRequest request, HeaderLines answer) {
    this.key = request.header("Sec-WebSocket-Key").get(0);
    this.request = request;
    this.answer = answer;
    this.size = request.size() + answer.size();
    this.open = connection;
  }

  String key() {
    return key;
  }

  @Nullable String id() {
    return id;
  }

  void id(String id) {
    this.id = id;
  }

  /** Bytes of the handshake, about. */
  int size() {
    return size;
  }

  /** The connection; null when it has ended. */
  @Nullable SocketConnection open() {
    return open;
  }

  /** When it ended, in {@link System#nanoTime}; 0 while it is open. */
  long endedAt() {
    return endedAt;
  }

  ConnectionRecord end(ConnectionFacts known) {
    open = null;
    facts = known;
    endedAt = System.nanoTime();
    return with(known);
  }

  ConnectionRecord with(ConnectionFacts known) {
    return new ConnectionRecord(id, request, answer, opened, known);
  }

  /** What is known of it; empty while it is open. */
  Optional<ConnectionRecord> ended() {
    return Optional.ofNullable(facts).map(this::with);
  }

  /**
   * Adds who waits for its end, once however often it is added.
   *
   * @return false where there are so many already
   */
  boolean watch(Consumer<Optional<ConnectionRecord>> watcher, int max) {
    if (watchers == null) {
      watchers = new LinkedHashSet<>();
    }
    return watchers.contains(watcher) || (watchers.size() < max && watchers.add(watcher));
  }

  void unwatch(Consumer<Optional<ConnectionRecord>> watcher) {
    if (watchers != null) {
      watchers.remove(watcher);
    }
  }

  /** Takes those who wait, who then wait no more. */
  List<Consumer<Optional<ConnectionRecord>>> takeWatchers() {
    List<Consumer<Optional<ConnectionRecord>>> taken =
        watchers == null ? List.of() : List.copyOf(watchers);
    watchers = null;
    return taken;
  }
}
