package io.wsgauge.handshake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.http.impl.HttpConnectParams;
import io.vertx.core.http.impl.WebSocketClientImpl;
import io.vertx.core.http.impl.tcp.TcpHttpClientTransport;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.http.HttpClientTransport;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.tcp.NetClientBuilder;
import io.vertx.core.spi.metrics.ClientMetrics;
import java.time.Duration;

/**
 * Vert.x's clients, made to connect where a {@link ConnectAttempt} says: by themselves they connect
 * to the host of the URL, for which they ask the name servers once more.
 */
public final class WebSocketClients {
  private WebSocketClients() {}

  /** A client for attempts, closed with the verticle that makes it, or else with Vert.x. */
  public static WebSocketClient create(Vertx vertx, WebSocketClientOptions options) {
    VertxInternal owner = (VertxInternal) vertx;
    HttpClientOptions http = new HttpClientOptions(options);
    HttpClientConfig config = new HttpClientConfig(http);
    TcpHttpClientTransport tcp =
        TcpHttpClientTransport.create(
            new NetClientBuilder(owner, config.getTcpConfig())
                .sslEngineOptions(options.getSslEngineOptions())
                .build(),
            config,
            false,
            null);
    Transport transport = new Transport(tcp);
    WebSocketClientImpl client =
        new WebSocketClientImpl(owner, http, options, transport, null) {
          @Override
          public void webSocket(
              ContextInternal context, WebSocketConnectOptions to, Promise<WebSocket> promise) {
            // a client never forgets an endpoint to which TCP did not connect, and to each connect
            // with TLS its endpoint is another
            new WebSocketClientImpl(owner, http, options, transport, null)
                .webSocket(context, to, promise);
          }
        };
    ContextInternal caller = owner.getContext();
    (caller == null ? owner.closeFuture() : caller.closeFuture())
        .add(closed -> client.close().onComplete(closed));
    return client;
  }

  /** A transport that connects to the server of an attempt, on whose own loop it is called. */
  private record Transport(HttpClientTransport tcp) implements HttpClientTransport {
    @Override
    public Future<HttpClientConnection> connect(
        ContextInternal context,
        SocketAddress host,
        HostAndPort authority,
        HttpConnectParams params,
        ClientMetrics<?, ?, ?> metrics) {
      return tcp.connect(context, HookedEventLoop.server(context), authority, params, metrics);
    }

    @Override
    public Future<Void> shutdown(Duration timeout) {
      return tcp.shutdown(timeout);
    }

    @Override
    public Future<Void> close() {
      return tcp.close();
    }
  }
}
