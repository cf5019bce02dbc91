package io.wsgauge.socket;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.wsgauge.server.RouteGroup;
import io.wsgauge.telemetry.MessageLog;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket endpoint, as far as a server sees it. All server verticles share one; what it
 * shares among connections is counters.
 */
public final class SocketEndpoint {
  private final SocketConfig config;
  private final Admission admission;
  private final OpenConnections connections;
  private final Reply reply;
  private final MessageLog log;

  public SocketEndpoint(Vertx vertx, SocketConfig config) {
    this.config = config;
    this.admission = new Admission(config);
    this.connections = new OpenConnections(config.maxConnections());
    this.reply = Reply.of(config.reply());
    this.log =
        new MessageLog(
            vertx, LoggerFactory.getLogger(SocketEndpoint.class), "receive", config.log());
  }

  /** For {@code HttpServer.connectionHandler}. */
  public void connected(HttpConnection connection) {
    SocketPipeline.connected(
        connection, new UpgradeGate(admission, connections), config.readBufferSize());
  }

  /** For {@code HttpServer.webSocketHandler}. */
  public void upgraded(ServerWebSocket socket) {
    SocketConnection.open(socket, config, reply, log, connections.nextId());
  }

  public RouteGroup routes() {
    return new SocketRoutes(config.path(), connections);
  }
}
