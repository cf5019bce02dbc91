package io.wsgauge.handshake;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SocketAddressImpl;
import io.wsgauge.handshake.UpgradeException.Fault;
import io.wsgauge.text.Payloads;
import io.wsgauge.wire.Limit;
import io.wsgauge.wire.RoundTripTimer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a WebSocket with Vert.x's client, step by step as the socket sees it. Vert.x
 * itself reports the end alone, without times, and takes whichever address of a host comes first.
 *
 * <p>Event loop only: that of its context.
 */
public final class ConnectAttempt {
  /** What permessage-deflate is offered with (RFC 7692, section 7.1). */
  private static final String DEFLATE_OFFER = "permessage-deflate; client_max_window_bits";

  /** The steps in their order. */
  public enum Step {
    RESOLVE,
    /** TCP, and the tunnel through a proxy. */
    CONNECT,
    TLS,
    UPGRADE
  }

  private final ContextInternal context;
  private final WebSocketConnectOptions options;
  private final SocketAddress server;
  private final Steps steps = new Steps();
  private final Promise<WebSocket> opened;
  private final UpgradeResponseHandler response;
  private final Map<Step, Duration> durations = new EnumMap<>(Step.class);

  private @Nullable Step step = Step.RESOLVE;
  private long stepBegan;

  /** When the address was known, from which on Vert.x prepares a connection; 0 before. */
  private long resolvedAt;

  /** The peer; null before TCP connects to it. */
  private @Nullable InetSocketAddress address;

  /** The connection; null before it is registered. */
  private @Nullable Channel channel;

  /** The certificates of a server that were refused; empty unless they were. */
  private List<X509Certificate> refusedChain = List.of();

  private boolean aborted;

  /**
   * @param context of the event loop
   * @param options host and port must be set; the server as well where they are not what is
   *     connected to, and then the header Host
   * @param inflatedSize of a compressed message; null offers no compression
   */
  public ConnectAttempt(
      Context context, WebSocketConnectOptions options, @Nullable Limit inflatedSize) {
    this.context = (ContextInternal) context;
    this.options = options;
    this.server =
        options.getServer() == null
            ? SocketAddress.inetSocketAddress(options.getPort(), options.getHost())
            : (SocketAddress) options.getServer();
    this.opened = this.context.promise();
    this.response = new UpgradeResponseHandler(options.getSubProtocols(), inflatedSize, steps);
    if (inflatedSize != null) {
      options.putHeader("Sec-WebSocket-Extensions", DEFLATE_OFFER);
    }
  }

  /**
   * Starts it. To be called once.
   *
   * @param client one of {@link WebSocketClients}
   * @param choice of an address among those of the server; empty when none will do; not asked where
   *     a proxy connects
   * @return the WebSocket, of which nothing has been read, or why there is none. It comes in the
   *     context of this attempt; the handlers of the WebSocket are called in another one, of the
   *     same event loop, in which no name must be resolved and nothing else connected.
   */
  public Future<WebSocket> open(
      WebSocketClient client,
      Function<List<InetSocketAddress>, Optional<InetSocketAddress>> choice) {
    stepBegan = System.nanoTime();
    Future<SocketAddress> chosen = isProxied() ? Future.succeededFuture(server) : resolve(choice);
    chosen
        .compose(
            to -> {
              resolvedAt = isProxied() ? 0 : System.nanoTime(); // the proxy's name is still to come
              return connect(client, to);
            })
        .onSuccess(
            socket -> {
              if (!aborted) {
                opened.tryComplete(socket);
              }
            })
        .onFailure(this::failed);
    return opened.future();
  }

  private Future<SocketAddress> resolve(
      Function<List<InetSocketAddress>, Optional<InetSocketAddress>> choice) {
    return resolve()
        .map(choice)
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found)
                    : resolveBySystem().map(choice).otherwise(Optional.empty()))
        .<SocketAddress>map(
            found ->
                new SocketAddressImpl(
                    options.getHost(), server.port(), found.orElseThrow().getAddress()))
        .recover(
            error ->
                Future.failedFuture(
                    error instanceof NoSuchElementException
                        ? new UnknownHostException("no address of the wanted family")
                        : error));
  }

  /** Vert.x leaves out the addresses of IPv6 where there are any of IPv4. */
  private Future<List<InetSocketAddress>> resolveBySystem() {
    return context.executeBlocking(
        () ->
            Stream.of(InetAddress.getAllByName(server.host()))
                .map(address -> new InetSocketAddress(address, 0))
                .toList());
  }

  private Future<List<InetSocketAddress>> resolve() {
    String host = server.host();
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      try { // without the resolver, whose start would take as long as the rest
        return Future.succeededFuture(
            List.of(new InetSocketAddress(InetAddress.getByName(host), 0)));
      } catch (UnknownHostException e) { // a zone that is no interface of this machine
        return Future.failedFuture(e);
      }
    }
    Promise<List<InetSocketAddress>> resolved = Promise.promise();
    context
        .owner()
        .nameResolver()
        .resolveAll(
            host,
            all -> {
              if (all.succeeded()) {
                resolved.complete(all.result());
              } else {
                resolved.fail(all.cause());
              }
            });
    return resolved.future();
  }

  private Future<WebSocket> connect(WebSocketClient client, SocketAddress chosen) {
    if (aborted) {
      return Future.failedFuture("given up");
    }
    Promise<WebSocket> connected = Promise.promise();
    HookedEventLoop loop = HookedEventLoop.take(context, chosen, this::hook);
    loop.context()
        .dispatch(
            v -> client.connect(options).onComplete(done -> loop.giveBack()).onComplete(connected));
    return connected.future();
  }

  private void hook(Channel connecting) {
    channel = connecting;
    connecting.pipeline().addFirst(new ConnectObserver(steps));
    if (aborted) {
      // not before it is registered
      context.nettyEventLoop().execute(this::abort);
    }
  }

  private void failed(Throwable error) {
    Stream.iterate(error, cause -> cause != null, Throwable::getCause)
        .filter(RefusedCertificateException.class::isInstance)
        .findFirst()
        .ifPresent(cause -> refusedChain = ((RefusedCertificateException) cause).chain());
    opened.tryFail(
        step == null && error instanceof WebSocketHandshakeException
            ? new UpgradeException(
                Fault.ACCEPT_KEY, Payloads.field(String.valueOf(error.getMessage())))
            : error);
    abort();
  }

  private void next(@Nullable Step following) {
    long now = System.nanoTime();
    durations.put(step, Duration.ofNanos(endOfStep(now) - stepBegan));
    stepBegan = now;
    step = following;
  }

  private long endOfStep(long now) {
    return step == Step.RESOLVE && resolvedAt != 0 ? resolvedAt : now;
  }

  /**
   * Gives up: ends the connection as far as there is one, and never hands it over. Calling it again
   * does nothing.
   */
  public void abort() {
    aborted = true;
    if (channel != null) {
      channel.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  /** The step that it is in, or failed in; null when all are done. */
  public @Nullable Step step() {
    return step;
  }

  /**
   * How long each step took that has begun.
   *
   * @param now in {@link System#nanoTime}, the end of the one that has not ended
   */
  public Map<Step, Duration> durations(long now) {
    Map<Step, Duration> all = new EnumMap<>(durations);
    if (step != null) {
      all.put(step, Duration.ofNanos(now - stepBegan));
    }
    return all;
  }

  /**
   * The address of the peer; null before TCP connects, and unresolved where a proxy is to find it.
   */
  public @Nullable InetSocketAddress address() {
    return address;
  }

  /** Whether a proxy connects, which also resolves the name of the host. */
  public boolean isProxied() {
    return options.getProxyOptions() != null;
  }

  /** Whether there is to be TLS. */
  public boolean isTls() {
    return Boolean.TRUE.equals(options.isSsl());
  }

  /** The head of the request as it was sent, in ISO 8859-1; empty before. */
  public String requestHead() {
    return response.requestHead();
  }

  /** The first line of the answer to the upgrade; empty before there is one. */
  public String statusLine() {
    return response.statusLine();
  }

  /** A text of the peer's, in which credentials that it was sent are masked. */
  public String masked(String text) {
    return response.masked(text);
  }

  /** The status of the answer to the upgrade; 0 before there is one. */
  public int status() {
    return response.status();
  }

  /**
   * Why the answer to the upgrade is not the one that was asked for, with what of its body is here;
   * null where it is, or is not here yet.
   */
  public @Nullable UpgradeException refusal() {
    return response.refusal();
  }

  /** The headers of the answer to the upgrade; empty before there is one. */
  public MultiMap headers() {
    return new HeadersAdaptor(response.headers());
  }

  /** The session; null without TLS, or before its handshake has ended well. */
  public @Nullable SSLSession tlsSession() {
    SslHandler tls = channel == null ? null : channel.pipeline().get(SslHandler.class);
    return tls == null || !tls.handshakeFuture().isSuccess() ? null : tls.engine().getSession();
  }

  /** The certificates that the server has sent, refused or not; empty before, and without TLS. */
  public List<X509Certificate> certificates() {
    SSLSession session = tlsSession();
    if (session == null) {
      return refusedChain;
    }
    try {
      return Stream.of(session.getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // it sent none
    }
  }

  private final class Steps implements ConnectObserver.Listener, UpgradeResponseHandler.Listener {
    @Override
    public void connecting(InetSocketAddress to) {
      address = to;
      next(Step.CONNECT);
    }

    @Override
    public void connected() {
      next(isTls() ? Step.TLS : Step.UPGRADE);
    }

    @Override
    public void secured() {
      next(Step.UPGRADE);
    }

    @Override
    public void handedOver(ChannelPipeline pipeline) {
      pipeline.addFirst(new RoundTripTimer());
      response.install(pipeline);
    }

    @Override
    public void answered() {
      next(null);
    }

    @Override
    public void refused(UpgradeException why) {
      failed(why);
    }

    @Override
    public void broken(Throwable error) {
      if (step != null) { // else the WebSocket is open, and reports it itself
        failed(error);
      }
    }
  }
}
