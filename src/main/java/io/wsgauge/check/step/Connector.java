package io.wsgauge.check.step;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import io.wsgauge.handshake.NetClients;
import io.wsgauge.handshake.RawSocket;
import io.wsgauge.handshake.RawSocket.Received;
import io.wsgauge.probe.ServerNameIndication;
import io.wsgauge.text.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a check, TCP and TLS. Any certificate will do until the step {@code tls}
 * has judged one: where that is trusted, so has each to be from then on. Event loop only.
 */
final class Connector {
  private final Vertx vertx;
  private final CheckClock clock;
  private final WebSocketConnectOptions options;
  private final NetClient client;

  /** Vert.x keeps the TLS of a server's name with the protocols that were first offered to it. */
  private final NetClient http2Client;

  /** Where to connect in place of the host; null for the host. */
  private final @Nullable SocketAddress server;

  private String address;

  /** Whether certificates are verified as the target's options say; at first any will do. */
  private boolean verified;

  private int openings;

  /**
   * @param options of the target: host, port, TLS, proxy
   */
  Connector(Vertx vertx, CheckClock clock, WebSocketConnectOptions options) {
    this.vertx = vertx;
    this.clock = clock;
    this.options = options;
    this.server = (SocketAddress) options.getServer();
    this.address = connectHost();
    this.client = client(vertx);
    this.http2Client = client(vertx);
  }

  private static NetClient client(Vertx vertx) {
    return NetClients.create(
        vertx,
        new NetClientOptions().setTcpNoDelay(true).setSslEngineOptions(new ServerNameIndication()));
  }

  /** Connects to this address of the host from now on. */
  void use(String numeric) {
    address = numeric;
  }

  /** The address and the port that are connected to. */
  String address() {
    return HostPort.of(address, options.getPort());
  }

  /** Verifies each certificate from now on, since one was trusted. */
  void verify() {
    verified = true;
  }

  boolean isTls() {
    return Boolean.TRUE.equals(options.isSsl());
  }

  /** Connections opened until now, of any kind. */
  int openings() {
    return openings;
  }

  /**
   * Opens a connection, with TLS where the URL asks for it.
   *
   * @param asked notes whether the client's certificate is asked for, where it has none; null for
   *     none
   * @return fails as the connect does; the attempt knows how far it got
   */
  Future<RawSocket> connect(
      OngoingAttempt attempt, Duration timeout, @Nullable AskedForCertificate asked) {
    double begun = clock.now();
    return tcp(address, timeout)
        .compose(
            socket -> {
              double connected = clock.now();
              attempt.connected(connected - begun);
              if (!isTls()) {
                return Future.succeededFuture(socket);
              }
              ClientSSLOptions own = sslOptions();
              if (asked != null && own.getKeyCertOptions() == null) {
                own.setKeyCertOptions(KeyCertOptions.wrap(asked));
              }
              return secure(socket, own, timeout)
                  .onSuccess(v -> attempt.secured(clock.now() - connected));
            });
  }

  private Future<RawSocket> secure(RawSocket socket, ClientSSLOptions own, Duration timeout) {
    return socket
        .secure(own, serverName())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(socket)
        .onFailure(error -> socket.close());
  }

  /** Opens TCP alone, through the proxy where there is one. */
  Future<RawSocket> tcp(String numeric, Duration timeout) {
    return tcp(client, numeric, timeout);
  }

  private Future<RawSocket> tcp(NetClient by, String numeric, Duration timeout) {
    openings++;
    ConnectOptions to =
        new ConnectOptions()
            .setHost(numeric)
            .setPort(server == null ? options.getPort() : server.port())
            .setTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis())));
    if (options.getProxyOptions() != null) {
      to.setProxyOptions(new ProxyOptions(options.getProxyOptions()).setConnectTimeout(timeout));
    }
    return RawSocket.connect(vertx, by, to);
  }

  /** Opens a connection on which HTTP/2 may be chosen. */
  Future<RawSocket> connectHttp2(Duration timeout) {
    ClientSSLOptions offering =
        sslOptions().setUseAlpn(true).setApplicationLayerProtocols(List.of("h2", "http/1.1"));
    return tcp(http2Client, address, timeout).compose(socket -> secure(socket, offering, timeout));
  }

  /** Sends the first message of a TLS handshake, and waits for the first bytes of the answer. */
  Future<Received> hello(Buffer hello, Duration timeout) {
    return tcp(address, timeout)
        .compose(
            socket ->
                socket
                    .write(hello)
                    .otherwiseEmpty() // the wait says how the connection has ended
                    .compose(v -> socket.await(bytes -> bytes.length() >= 11, timeout))
                    .onSuccess(received -> socket.close()));
  }

  /** The name that TLS asks for (SNI); empty where the host is an IP address. */
  String serverName() {
    String plain = host().replaceAll("^\\[|]$", "");
    boolean ip = NetUtil.isValidIpV4Address(plain) || NetUtil.isValidIpV6Address(plain);
    return ip ? "" : plain;
  }

  /** TLS with the client's own certificate. */
  private ClientSSLOptions sslOptions() {
    ClientSSLOptions own = new ClientSSLOptions(options.getSslOptions());
    if (verified) {
      return own;
    }
    return own.setTrustOptions(
            TrustOptions.wrap(InsecureTrustManagerFactory.INSTANCE.getTrustManagers()[0]))
        .setHostnameVerificationAlgorithm("");
  }

  /** Ends all connections that are still open. */
  Future<Void> close() {
    return Future.join(client.close(), http2Client.close()).mapEmpty();
  }

  /** The host that is connected to, whose addresses are to be found. */
  String connectHost() {
    return server == null ? host() : server.host();
  }

  /** The host of the URL. */
  String host() {
    return options.getHost();
  }
}
