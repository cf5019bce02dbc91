package io.wsgauge.socket;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.config.FileWatch;
import io.wsgauge.handshake.HeaderLines;
import io.wsgauge.handshake.PeerInspector;
import io.wsgauge.handshake.ServerHandshake;
import io.wsgauge.handshake.ServerIdentity;
import io.wsgauge.server.Problem;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.socket.BehaviourSelector.Acceptance;
import io.wsgauge.socket.SocketConnection.Shared;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.ServerMetrics;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Quantity;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket endpoint, as far as a server sees it. All server verticles share one. Event loop
 * only.
 */
public final class SocketEndpoint {
  private static final Logger LOGGER = LoggerFactory.getLogger(SocketEndpoint.class);

  private final SocketConfig config;
  private final Duration shutdownTimeout;
  private final Admission admission;
  private final BehaviourSelector behaviours;
  private final Shared shared;
  private final RefusalLog refusals;
  private final ServerHandshake handshake;
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * @param credentials null when nobody needs any
   * @param budget for what is kept for peers
   * @param behaviours for those who ask for one by a query
   * @param usual for the others
   * @param records of what becomes of connections
   * @param identity that is told with each answer to an upgrade; null tells nothing
   */
  SocketEndpoint(
      Vertx vertx,
      SocketConfig config,
      BufferBudget budget,
      Duration shutdownTimeout,
      @Nullable Credentials credentials,
      BehaviourSelector behaviours,
      Behaviour usual,
      ServerMetrics metrics,
      ConnectionRecords records,
      @Nullable ServerIdentity identity) {
    this.config = config;
    this.shutdownTimeout = shutdownTimeout;
    this.admission = new Admission(config, credentials);
    this.behaviours = behaviours;
    this.shared =
        new Shared(
            config,
            config.limits(),
            config.timeouts(),
            budget,
            metrics,
            new MessageLog(vertx, LOGGER, "receive", config.log()),
            new LogRate(vertx, LOGGER, "closed", config.log().messagesPerSecond()),
            records,
            open::remove);
    this.refusals =
        new RefusalLog(
            metrics, new LogRate(vertx, LOGGER, "refused", config.log().messagesPerSecond()));
    this.handshake =
        new ServerHandshake(
            new EndpointPolicy(
                admission,
                behaviours,
                Acceptance.usual(usual),
                refusals,
                records.areKept(),
                this::open),
            identity,
            config.readBufferSize(),
            config.compression() ? config.messageSize() : null,
            budget);
  }

  /**
   * Reads the credentials, and makes an endpoint that knows them, and those that take their place.
   *
   * @param shutdownTimeout how long a peer has to answer when the server stops
   * @param reloadInterval how often the credentials' files are looked at; zero is never
   * @param budget for what is kept for peers
   * @param behaviours for those who ask for one by a query
   * @param records of what becomes of connections
   * @param identity that is told with each answer to an upgrade; null tells nothing
   */
  public static Future<SocketEndpoint> create(
      Vertx vertx,
      SocketConfig config,
      BufferBudget budget,
      Duration shutdownTimeout,
      Duration reloadInterval,
      BehaviourSelector behaviours,
      ServerMetrics metrics,
      ConnectionRecords records,
      @Nullable ServerIdentity identity) {
    Behaviour usual = Reply.of(config.reply()).behaviour();
    List<String> files = config.auth().files();
    if (files.isEmpty()) {
      return Future.succeededFuture(
          new SocketEndpoint(
              vertx,
              config,
              budget,
              shutdownTimeout,
              null,
              behaviours,
              usual,
              metrics,
              records,
              identity));
    }
    Callable<Credentials> reader = () -> Credentials.read(config.auth());
    return vertx
        .executeBlocking(reader)
        .compose(
            credentials -> {
              SocketEndpoint endpoint =
                  new SocketEndpoint(
                      vertx,
                      config,
                      budget,
                      shutdownTimeout,
                      credentials,
                      behaviours,
                      usual,
                      metrics,
                      records,
                      identity);
              return new FileWatch<>(vertx, files, reader, endpoint.admission::credentials)
                  .start(reloadInterval)
                  .map(endpoint);
            });
  }

  /** The handler for {@code HttpServer.connectionHandler}. */
  public void connected(HttpConnection connection) {
    handshake.install(connection);
  }

  /** The handler for {@code HttpServer.webSocketHandler}. */
  public void upgraded(ServerWebSocket socket) {
    ServerHandshake.upgraded(socket);
  }

  /**
   * Reports a request that could not be read, unless it is known to be no upgrade.
   *
   * @param problem with which it is answered
   */
  public void invalid(HttpServerRequest request, Problem problem) {
    if (ServerHandshake.mayBeUpgrade(request)) {
      refusals.add(problem.rule(), problem.status(), PeerInspector.peer(request), request.uri());
    }
  }

  private void open(ServerWebSocket socket, HeaderLines answer, EndpointPolicy.Admitted admitted) {
    SocketConnection connection =
        new SocketConnection(
            socket.subProtocol(),
            admitted.peer().remoteAddress(),
            admitted.acceptance(),
            admitted.place(),
            shared,
            admitted.connection());
    shared.metrics().accepted();
    connection.open(socket, admitted.request(), answer);
    open.add(connection); // and not before, since a stop may call it from then on
    if (draining) {
      connection.goAway(shutdownTimeout);
    }
  }

  /** The routes on which upgrades that are rejected, and plain requests, are answered. */
  public RouteGroup routes() {
    return new SocketRoutes(config.path(), admission, behaviours, refusals, this::drain);
  }

  /**
   * Accepts nobody any more and closes every WebSocket with 1001. Calling it again changes nothing.
   *
   * @return done when all have ended, of themselves or cut after the shutdown timeout
   */
  private synchronized Future<Void> drain() {
    Future<Void> drained = admission.stop();
    if (!draining) {
      draining = true;
      LOGGER.info(
          "stopping: {} to end within {}",
          Quantity.of(open.size(), "WebSocket"),
          Durations.format(shutdownTimeout));
      open.forEach(connection -> connection.goAway(shutdownTimeout));
    }
    return drained;
  }
}
