package io.wsgauge.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.vertx.core.Future;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.wsgauge.handshake.ClientAddress;
import io.wsgauge.handshake.HttpPipeline;
import io.wsgauge.handshake.RequestListener;
import io.wsgauge.handshake.TrustedProxies;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections of all server verticles, until they end or are upgraded. One too many takes
 * the place of another: of one whose peer is slow to take its answer, else of that which has waited
 * longest for its peer's next request or, where all are being answered, of that which has been
 * answered longest. So nobody keeps others out by holding connections, and none goes before its
 * first bytes were looked for. Thread-safe.
 */
public final class HttpConnections {
  /** What a connection does, in the order in which others take its place. */
  private enum State {
    /** Its peer does not take its answer. */
    SLOW,
    WAITING,
    ANSWERING
  }

  private final ServerConfig config;
  private final HttpPipeline pipeline;
  private final Http1ServerConfig headLimits;
  private final TrustedProxies proxies;
  private final int max;
  private final int maxPerAddress;

  /** Connections by what they do, those first that have done it longest. */
  @GuardedBy("this")
  private final Map<State, Set<Entry>> entries = new EnumMap<>(State.class);

  /** How many of them an address has; empty where that has no limit. */
  @GuardedBy("this")
  private final Map<ByteBuffer, Integer> perAddress = new HashMap<>();

  /**
   * @param pipeline that each of them is given
   */
  public HttpConnections(ServerConfig config, HttpPipeline pipeline) {
    this.config = config;
    this.pipeline = pipeline;
    this.headLimits = config.headLimits();
    this.proxies = TrustedProxies.of(config.trustedProxies());
    this.max = config.maxConnections();
    this.maxPerAddress = config.maxConnectionsPerAddress();
  }

  /** Lets a server listen whose connections are going to be among these. */
  Future<HttpServer> listen(HttpServer server, SocketAddress address) {
    return config.proxyProtocol()
        ? HttpPipeline.listen(server, address, proxies)
        : server.listen(address);
  }

  /** Gives a connection that has just begun its place among the others. Event loop only. */
  void add(HttpConnection connection) {
    pipeline.install(
        connection,
        headLimits,
        config.requestTimeout(),
        config.writeTimeout(),
        proxies,
        config.tls().maxHandshakes(),
        new Entry(connection));
  }

  /**
   * Ends one at once, whatever waits to be sent to its peer. Thread-safe. For those who find that
   * it does not read.
   */
  public static void cut(HttpConnection connection) {
    HttpPipeline.cut(connection);
  }

  private synchronized void move(Entry moved, State to) {
    if (moved.gone) {
      return; // the end of a last answer may be reported after that of the connection
    }
    boolean isNew = moved.among == null;
    leave(moved);
    moved.among = entries.computeIfAbsent(to, state -> new LinkedHashSet<>());
    moved.among.add(moved);
    ByteBuffer address = maxPerAddress > 0 ? moved.clientAddress() : null;
    if (!Objects.equals(address, moved.address)) { // which a proxy tells with the first bytes
      uncount(moved);
      moved.address = address;
      if (address != null && perAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
        cutFirst(all().filter(moved::hasSameAddress), moved);
      }
    }
    if (isNew && entries.values().stream().mapToInt(Set::size).sum() > max) {
      cutFirst(all(), moved);
    }
  }

  @GuardedBy("this")
  private Stream<Entry> all() {
    return entries.values().stream().flatMap(Set::stream);
  }

  private void cutFirst(Stream<Entry> among, Entry added) {
    among
        .filter(entry -> entry != added)
        .findFirst()
        .ifPresent(
            entry -> {
              end(entry);
              cut(entry.connection);
            });
  }

  @GuardedBy("this")
  private void leave(Entry entry) {
    if (entry.among != null) {
      entry.among.remove(entry);
    }
  }

  private synchronized void end(Entry entry) {
    leave(entry);
    uncount(entry);
    entry.gone = true;
  }

  @GuardedBy("this")
  private void uncount(Entry entry) {
    if (entry.address != null) {
      perAddress.computeIfPresent(entry.address, (address, count) -> count == 1 ? null : count - 1);
      entry.address = null;
    }
  }

  private final class Entry implements RequestListener {
    private final HttpConnection connection;

    // what is read and written under the lock of the connections alone

    /** Those that do the same; null before it is among any. */
    private @Nullable Set<Entry> among;

    /** The address that it counts for; null where it counts for none. */
    private @Nullable ByteBuffer address;

    private boolean gone;

    /** Event loop only. */
    private boolean placed;

    Entry(HttpConnection connection) {
      this.connection = connection;
    }

    private @Nullable ByteBuffer clientAddress() {
      return ClientAddress.key(HttpPipeline.clientAddress(connection));
    }

    private boolean hasSameAddress(Entry other) {
      return Objects.equals(address, other.address);
    }

    @Override
    public void seen() {
      if (!placed) {
        move(this, State.WAITING);
      }
    }

    @Override
    public void received() {
      placed = true;
      move(this, State.ANSWERING);
    }

    @Override
    public void slow() {
      move(this, State.SLOW);
    }

    @Override
    public void answered() {
      move(this, State.WAITING);
    }

    @Override
    public void ended() {
      end(this);
    }
  }
}
