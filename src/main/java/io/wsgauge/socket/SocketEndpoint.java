package io.wsgauge.socket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.config.Durations;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.wire.Wire;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket endpoint, as far as a server sees it. All server verticles share one; its methods
 * are called on their event loops.
 */
public final class SocketEndpoint {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketEndpoint.class);
  private static final int SMALLEST_READ = 64;
  private static final int LARGEST_READ = 65536;

  private final SocketConfig config;
  private final Duration shutdownTimeout;
  private final Admission admission;
  private final Reply reply;
  private final MessageLog log;
  private final AdaptiveRecvByteBufAllocator reads;
  private final AtomicLong lastId = new AtomicLong();
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();
  private final Promise<Void> drained = Promise.promise();
  private volatile boolean draining;

  /**
   * @param shutdownTimeout how long a peer has to answer when the server stops
   */
  public SocketEndpoint(Vertx vertx, SocketConfig config, Duration shutdownTimeout) {
    this.config = config;
    this.shutdownTimeout = shutdownTimeout;
    this.admission = new Admission(config);
    this.reply = Reply.of(config.reply());
    this.log = new MessageLog(vertx, LOGGER, "receive", config.log());
    this.reads =
        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, config.readBufferSize(), LARGEST_READ);
  }

  /** For {@code HttpServer.connectionHandler}. */
  public void connected(HttpConnection connection) {
    Channel channel = Wire.channel(connection);
    channel.config().setRecvByteBufAllocator(reads);
    UpgradeGate.install(channel, admission);
  }

  /** For {@code HttpServer.webSocketHandler}. */
  public void upgraded(ServerWebSocket socket) {
    SocketConnection connection =
        new SocketConnection(socket, config, reply, log, lastId.incrementAndGet());
    open.add(connection);
    connection.open(() -> closed(connection));
    if (draining) {
      connection.goAway(shutdownTimeout);
    }
  }

  /** The routes on which upgrades that are not let in, and plain requests, are answered. */
  public RouteGroup routes() {
    return new SocketRoutes(config.path(), admission, this::drain);
  }

  /**
   * Lets nobody in any more and closes every WebSocket with 1001. Calling it again changes nothing.
   *
   * @return done when all have ended, of themselves or cut after the shutdown timeout
   */
  private Future<Void> drain() {
    if (!draining) {
      admission.stop();
      draining = true;
      LOGGER.info(
          "stopping: {} WebSockets have {} to end", open.size(), Durations.format(shutdownTimeout));
      open.forEach(connection -> connection.goAway(shutdownTimeout));
    }
    completeWhenDrained();
    return drained.future();
  }

  private void closed(SocketConnection connection) {
    open.remove(connection);
    completeWhenDrained();
  }

  private void completeWhenDrained() {
    if (draining && open.isEmpty()) {
      drained.tryComplete();
    }
  }
}
