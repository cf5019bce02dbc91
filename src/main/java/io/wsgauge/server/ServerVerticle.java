package io.wsgauge.server;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns an {@link HttpServer}: listens in {@code start}, ends its connections in {@code stop}. Each
 * instance serves, on its own event loop, its share of the connections to the one port.
 */
public final class ServerVerticle extends VerticleBase {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerVerticle.class);

  /** The time for a feature that ends its own just at the shutdown timeout. */
  private static final long GRACE_MILLIS = 500;

  private final ServerConfig config;
  private final SocketAddress address;
  private final HttpServerOptions options;
  private final HttpConnections connections;
  private final Handler<HttpConnection> connectionHandler;
  private final @Nullable Handler<ServerWebSocket> webSocketHandler;
  private final BiConsumer<HttpServerRequest, Problem> onInvalid;
  private final List<RouteGroup> routes;
  private HttpServer server;

  /** Whether it stops, and Vert.x may have ended what it serves files with. */
  private boolean stopping;

  /**
   * @param address that all instances listen on
   * @param options the configuration's, and what the features add to them
   * @param connections those of all instances
   * @param connectionHandler called with each connection before its first request
   * @param webSocketHandler given each WebSocket after its handshake; null where there are no
   *     WebSockets, and an upgrade is a request like any other
   * @param onInvalid told of each request that could not be read, before it is answered
   * @param routes in the order in which they see a request
   */
  public ServerVerticle(
      ServerConfig config,
      SocketAddress address,
      HttpServerOptions options,
      HttpConnections connections,
      Handler<HttpConnection> connectionHandler,
      @Nullable Handler<ServerWebSocket> webSocketHandler,
      BiConsumer<HttpServerRequest, Problem> onInvalid,
      List<RouteGroup> routes) {
    this.config = config;
    this.address = address;
    this.options = options;
    this.connections = connections;
    this.connectionHandler = connectionHandler;
    this.webSocketHandler = webSocketHandler;
    this.onInvalid = onInvalid;
    this.routes = routes;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    ErrorResponder errors = new ErrorResponder(config, () -> stopping, onInvalid);
    errors.mount(router);
    routes.forEach(group -> group.mount(router));
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .webSocketHandler(webSocketHandler)
            .requestHandler(answering(router))
            .invalidRequestHandler(answering(errors::invalid))
            .exceptionHandler(e -> LOGGER.debug("A connection failed", e));
    return connections.listen(server, address);
  }

  /** Whatever is answered, a browser is not to take it for another type than it says. */
  private static Handler<HttpServerRequest> answering(Handler<HttpServerRequest> handler) {
    return request -> {
      request.response().putHeader("X-Content-Type-Options", "nosniff");
      handler.handle(request);
    };
  }

  private void connected(HttpConnection connection) {
    connections.add(connection);
    connectionHandler.handle(connection);
  }

  /**
   * Keeps listening while the features end what they have, so that whoever asks gets an answer;
   * then ends what is left.
   */
  @Override
  public Future<?> stop() {
    stopping = true;
    long startedAt = System.nanoTime();
    Duration shutdownTimeout = config.shutdownTimeout();
    Promise<Void> drained = Promise.promise();
    Future.join(routes.stream().map(RouteGroup::stopping).toList())
        .timeout(shutdownTimeout.toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS)
        // on this verticle's own event loop: a shutdown called from another may never complete
        .onComplete(done -> context.runOnContext(v -> drained.complete()));
    return drained
        .future()
        .compose(
            v -> {
              Duration spent = Duration.ofNanos(System.nanoTime() - startedAt);
              long left = Math.max(1, shutdownTimeout.minus(spent).toMillis());
              return server.shutdown(left, TimeUnit.MILLISECONDS);
            });
  }

  /** Makes connections from now on, of all instances, with these. */
  public Future<Boolean> updateTls(ServerSSLOptions tls) {
    return server.updateSSLOptions(tls, true);
  }

  /** The port listened on, once deployed. */
  public int actualPort() {
    return server.actualPort();
  }
}
