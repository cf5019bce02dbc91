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
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.handshake.RawSocket;
import io.wsgauge.handshake.RawSocket.Received;
import io.wsgauge.handshake.ResponseHead;
import io.wsgauge.probe.ServerNameIndication;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Secrets;
import io.wsgauge.wire.BufferBudget;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of a check, each with the handshake that a step wants. Any certificate will
 * do until the step {@code tls} has judged one: where that is trusted, so has each to be from then
 * on; else nothing that may be a secret is sent. Event loop only.
 */
final class Dialer {
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Bytes of the largest message that is taken. */
  static final int MOST_MESSAGE = 16 << 20;

  /** Bytes of a body that are kept. */
  private static final int MOST_BODY = 1 << 16;

  /** Time for the rest of an answer whose head has come. */
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(1);

  private static final Limit MESSAGE = Limit.ofSize("what wsgauge takes", MOST_MESSAGE);
  private static final Limits LIMITS = Limits.of(MESSAGE, Limit.NONE, Limit.NONE);

  /** Headers that have a place of their own in a request. */
  private static final Set<String> OF_THE_REQUEST = Set.of("host", "origin", "user-agent");

  private final SecureRandom random = new SecureRandom();
  private final BufferBudget budget;
  private final Vertx vertx;
  private final CheckClock clock;
  private final WebSocketConnectOptions options;
  private final NetClient client;

  /** Vert.x keeps the TLS of a server's name with the protocols that were first offered to it. */
  private final NetClient http2Client;

  private final String host;

  /** Where to connect in place of the host; null for the host. */
  private final @Nullable SocketAddress server;

  private String address;

  /** Whether certificates are verified as the target's options say; at first any will do. */
  private boolean verified;

  private int openings;

  /**
   * @param options of the target: host, port, TLS, proxy, headers
   * @param budget of what the peer makes this end hold
   */
  Dialer(Vertx vertx, CheckClock clock, WebSocketConnectOptions options, BufferBudget budget) {
    this.budget = budget;
    this.vertx = vertx;
    this.clock = clock;
    this.options = options;
    this.host = options.getHost();
    this.server = (SocketAddress) options.getServer();
    this.address = connectHost();
    this.client = client(vertx);
    this.http2Client = client(vertx);
  }

  private static NetClient client(Vertx vertx) {
    return vertx.createNetClient(
        new NetClientOptions().setTcpNoDelay(true).setSslEngineOptions(new ServerNameIndication()));
  }

  /** Connects to this address of the host from now on. */
  void use(String numeric) {
    address = numeric;
  }

  /** Verifies each certificate from now on, since one was trusted, and secrets follow. */
  void verify() {
    verified = true;
  }

  /** Sends no header any more that may be a secret, since who takes it is not known. */
  void dropCredentials() {
    options.getHeaders().entries().stream()
        .filter(h -> !Secrets.headerValue(h.getKey(), h.getValue()).equals(h.getValue()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(options.getHeaders()::remove);
    if (options.getSslOptions() != null) {
      options.getSslOptions().setKeyCertOptions(null);
    }
  }

  /** The Origin of a page of the same host. */
  String sameOrigin() {
    return (isTls() ? "https://" : "http://") + hostHeader();
  }

  /** Sends this Origin from now on, since nothing is taken without one. */
  void sendOrigin(String origin) {
    options.setAllowOriginHeader(true).putHeader("Origin", origin);
  }

  boolean isTls() {
    return Boolean.TRUE.equals(options.isSsl());
  }

  /** Connections opened until now, of any kind. */
  int openings() {
    return openings;
  }

  /** The handshake that the URL and the options of the check ask for, as a browser sends it. */
  OpeningRequest request() {
    List<Header> more =
        options.getHeaders().entries().stream()
            .filter(header -> !OF_THE_REQUEST.contains(header.getKey().toLowerCase(Locale.ROOT)))
            .map(header -> new Header(header.getKey(), header.getValue()))
            .toList();
    return new OpeningRequest(
        options.getURI(),
        true,
        "Upgrade",
        options.getHeaders().get("User-Agent"),
        options.getAllowOriginHeader() ? options.getHeaders().get("Origin") : null,
        options.getSubProtocols() == null ? List.of() : options.getSubProtocols(),
        "",
        more);
  }

  /**
   * Opens a connection and writes the handshake.
   *
   * @param timeout of the whole
   * @return never fails
   */
  Future<Dialed> open(OpeningRequest request, Duration timeout) {
    return open(request, Buffer.buffer(), timeout);
  }

  /**
   * Opens a connection and writes the handshake with something behind it, as no client may.
   *
   * @param behind frames
   */
  Future<Dialed> open(OpeningRequest request, Buffer behind, Duration timeout) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    String key = request.upgrade() ? Base64.getEncoder().encodeToString(nonce) : "";
    List<Header> headers = request.headers(hostHeader(), key);
    String requestLine = "GET " + request.target() + " HTTP/1.1";
    StringBuilder head = new StringBuilder(requestLine).append("\r\n");
    headers.forEach(h -> head.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    Buffer bytes =
        Buffer.buffer(head.append("\r\n").toString(), StandardCharsets.ISO_8859_1.name())
            .appendBuffer(behind);
    OngoingAttempt attempt =
        new OngoingAttempt(requestLine, headers, key, HostPort.of(address, port()), clock.now());
    return connect(attempt, timeout)
        .compose(
            socket ->
                answer(socket, bytes, attempt, timeout)
                    .compose(
                        received ->
                            request.upgrade()
                                ? upgraded(socket, received, request, attempt)
                                : refused(socket, received, attempt)))
        .recover(error -> Future.succeededFuture(new Dialed(attempt.failed(error), null)));
  }

  /**
   * Opens a connection, and TLS unless it is left out.
   *
   * @return fails as the connect does; the attempt knows how far it got
   */
  Future<RawSocket> connect(OngoingAttempt attempt, Duration timeout) {
    return connect(attempt, timeout, null);
  }

  /**
   * The same.
   *
   * @param asked notes whether the client's certificate is asked for, where it has none; null for
   *     none
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
              return socket
                  .secure(own, serverName())
                  .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                  .map(
                      v -> {
                        attempt.secured(clock.now() - connected);
                        return socket;
                      })
                  .onFailure(error -> socket.close());
            });
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
            .setPort(server == null ? port() : server.port())
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
    return tcp(http2Client, address, timeout)
        .compose(
            socket ->
                socket
                    .secure(offering, serverName())
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .map(socket)
                    .onFailure(error -> socket.close()));
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
    String plain = host.replaceAll("^\\[|]$", "");
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

  private Future<Received> answer(
      RawSocket socket, Buffer head, OngoingAttempt attempt, Duration timeout) {
    double begun = clock.now();
    return socket
        .write(head)
        .otherwiseEmpty() // the wait says how the connection has ended
        .compose(
            v ->
                socket.await(
                    bytes -> ResponseHead.parse(bytes) != null || ResponseHead.isNotHttp(bytes),
                    timeout))
        .onSuccess(received -> attempt.answered(clock.now() - begun));
  }

  private Future<Dialed> upgraded(
      RawSocket socket, Received received, OpeningRequest request, OngoingAttempt attempt) {
    ResponseHead head = ResponseHead.parse(received.bytes());
    if (head == null || head.status() != 101) {
      return refused(socket, received, attempt);
    }
    Attempt result = attempt.switched(head, accept(attempt.key()), request);
    if (!result.isUpgraded()) {
      socket.close();
      return Future.succeededFuture(new Dialed(result, null));
    }
    CheckSocket open = new CheckSocket(vertx, clock, result, LIMITS, budget);
    socket.handOver(open.channel(), head, request.extensions().isEmpty() ? null : MESSAGE);
    return Future.succeededFuture(new Dialed(result, open));
  }

  private Future<Dialed> refused(RawSocket socket, Received received, OngoingAttempt attempt) {
    ResponseHead head = ResponseHead.parse(received.bytes());
    if (head == null) {
      Buffer bytes = received.bytes();
      Result result =
          bytes.length() > 0 && ResponseHead.isNotHttp(bytes)
              ? Result.NOT_HTTP
              : switch (received.end()) {
                case OPEN, LOCAL -> Result.TIMEOUT;
                case FIN -> Result.CLOSED;
                case RESET -> Result.RESET;
              };
      socket.close();
      return Future.succeededFuture(new Dialed(attempt.unanswered(result), null));
    }
    return socket
        .await(bytes -> head.isWhole(bytes) || bytes.length() > MOST_BODY, BODY_TIMEOUT)
        .map(
            all -> {
              socket.close();
              Buffer body = head.body(all.bytes());
              return new Dialed(
                  attempt.refused(head, body.slice(0, Math.min(MOST_BODY, body.length()))), null);
            });
  }

  private static String accept(String key) {
    try {
      byte[] bytes = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-1", e);
    }
  }

  String hostHeader() {
    return options.getHeaders().get("Host");
  }

  /** Ends all connections that are still open. */
  Future<Void> close() {
    return Future.join(client.close(), http2Client.close()).mapEmpty();
  }

  /** The host that is connected to, whose addresses are to be found. */
  String connectHost() {
    return server == null ? host : server.host();
  }

  /** The host of the URL. */
  String host() {
    return host;
  }

  int port() {
    return options.getPort();
  }
}
