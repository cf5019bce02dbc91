package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.handshake.RawSocket;
import io.wsgauge.handshake.RawSocket.Received;
import io.wsgauge.handshake.ResponseHead;
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

/** Opens the WebSockets of a check, each with the handshake that a step wants. Event loop only. */
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
  private final Connector connector;

  /**
   * @param options of the target: host, port, TLS, proxy, headers
   * @param budget of what the peer makes this end hold
   */
  Dialer(Vertx vertx, CheckClock clock, WebSocketConnectOptions options, BufferBudget budget) {
    this.budget = budget;
    this.vertx = vertx;
    this.clock = clock;
    this.options = options;
    this.connector = new Connector(vertx, clock, options);
  }

  /** By which all its connections are opened. */
  Connector connector() {
    return connector;
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
    return (connector.isTls() ? "https://" : "http://") + hostHeader();
  }

  /** Sends this Origin from now on, since nothing is taken without one. */
  void sendOrigin(String origin) {
    options.setAllowOriginHeader(true).putHeader("Origin", origin);
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
        new OngoingAttempt(requestLine, headers, key, connector.address(), clock.now());
    return connector
        .connect(attempt, timeout, null)
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
}
