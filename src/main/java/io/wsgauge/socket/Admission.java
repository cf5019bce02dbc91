package io.wsgauge.socket;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;

import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wsgauge.handshake.Peer;
import io.wsgauge.handshake.Refusal;
import io.wsgauge.handshake.Rule;
import io.wsgauge.handshake.UpgradeRules;
import io.wsgauge.socket.SocketConfig.AuthConfig;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides which upgrades are accepted, their form being that of a handshake. Thread-safe. */
final class Admission {
  private final String path;
  private final boolean requireOrigin;
  private final Origins origins;
  private final AuthConfig auth;
  private final ConnectionQuota places;
  private final Refusal upgradeRequired;
  private final Refusal unauthorized;
  private final Refusal stopping;

  /** The credentials of which a peer needs one; null when it needs none. */
  private volatile @Nullable Credentials credentials;

  private final Promise<Void> empty = Promise.promise();
  private volatile boolean stopped;

  /**
   * @param credentials null when nobody needs any
   */
  Admission(SocketConfig config, @Nullable Credentials credentials) {
    this.path = config.path();
    this.requireOrigin = config.requireOrigin();
    this.origins = new Origins(config.allowedOrigins());
    this.auth = config.auth();
    this.credentials = credentials;
    this.places = new ConnectionQuota(config);
    this.upgradeRequired =
        Refusal.upgradeRequired(
            Rule.UPGRADE, path + " is a WebSocket: it needs Upgrade: websocket");
    this.unauthorized =
        new Refusal(
            Rule.CREDENTIALS,
            "credentials are missing or wrong (socket.auth)",
            Map.of("WWW-Authenticate", auth.challenge()));
    this.stopping = Refusal.retry(Rule.STOPPING, "the server is stopping", config.retryAfter());
  }

  /** Accepts these from now on. */
  Future<Void> credentials(Credentials credentials) {
    this.credentials = credentials;
    return Future.succeededFuture();
  }

  /** Why the upgrade is rejected; null when it is accepted, if there is a place to take. */
  @Nullable Refusal check(HttpRequest request, Peer peer) {
    Refusal refusal = checkForm(request);
    return refusal == null ? checkPeer(request.headers()::get, peer) : refusal;
  }

  /**
   * Takes a place, which is to be given back.
   *
   * @param taken is given the place, if there is one
   * @return why no place is taken; null when one is
   */
  @Nullable Refusal take(Peer peer, Consumer<Place> taken) {
    if (stopped) {
      return stopping;
    }
    return places.take(peer.address(), taken);
  }

  void giveBack(Place place) {
    place.leave();
    completeIfEmpty();
  }

  /**
   * Accepts nobody from now on. Calling it again changes nothing.
   *
   * @return done when all places have been given back
   */
  Future<Void> stop() {
    stopped = true;
    completeIfEmpty();
    return empty.future();
  }

  private void completeIfEmpty() {
    if (stopped && places.areFree()) {
      empty.tryComplete();
    }
  }

  /**
   * The answer to a request on the WebSocket's path that is no upgrade: that which an upgrade would
   * get now or, if that would be accepted, that it must be one.
   *
   * @param headers the first value of each header; null without one
   * @param asked why the query has an upgrade rejected; null when it has not
   */
  Refusal answerToPlain(
      Function<String, @Nullable String> headers, Peer peer, Supplier<@Nullable Refusal> asked) {
    Refusal refusal = checkPeer(headers, peer);
    if (refusal == null) {
      refusal = asked.get();
    }
    if (refusal == null) {
      refusal = places.check(peer.address());
    }
    return refusal == null ? upgradeRequired : refusal;
  }

  /** The fault in the form of the upgrade; null without a fault. */
  private @Nullable Refusal checkForm(HttpRequest request) {
    String requested = path(request.uri());
    if (!requested.equals(path)) {
      return new Refusal(Rule.PATH, "no WebSocket at " + requested + "; it is at " + path);
    }
    return UpgradeRules.check(request);
  }

  /** What stands against whoever asks, or against anybody now; null when nothing does. */
  private @Nullable Refusal checkPeer(Function<String, @Nullable String> headers, Peer peer) {
    String origin = headers.apply(ORIGIN.toString());
    if (origin == null && requireOrigin) {
      return new Refusal(Rule.ORIGIN, "an Origin header is required (socket.requireOrigin)");
    }
    if (origin != null && !origins.allow(origin)) {
      return new Refusal(Rule.ORIGIN, "origin " + origin + " is not in socket.allowedOrigins");
    }
    if (auth.clientCertificate() && !peer.certified()) {
      return new Refusal(
          Rule.CLIENT_CERTIFICATE,
          "a client certificate is required (socket.auth.clientCertificate)");
    }
    if (credentials != null && !credentials.contain(headers.apply(AUTHORIZATION.toString()))) {
      return unauthorized;
    }
    return stopped ? stopping : null;
  }

  /** The path of a request target in origin form or, as a proxy may send it, in absolute form. */
  private static String path(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    int scheme = path.indexOf("://");
    if (path.startsWith("/") || scheme < 0) {
      return path;
    }
    int slash = path.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : path.substring(slash);
  }
}
