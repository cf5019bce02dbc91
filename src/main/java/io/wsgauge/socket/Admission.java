package io.wsgauge.socket;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderValues.WEBSOCKET;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which upgrades are let in (RFC 6455, section 4.2). Any thread. */
final class Admission {
  /** 16 bytes in base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private static final Refusal STOPPING = new Refusal(503, "the server is stopping");

  private final String path;

  /** In lower case, since scheme and host of an origin are compared without case. */
  private final Set<String> allowedOrigins;

  private final Semaphore places;
  private final Refusal full;
  private final Refusal upgradeRequired;
  private volatile boolean stopping;

  Admission(SocketConfig config) {
    this.path = config.path();
    this.places = new Semaphore(config.maxConnections());
    this.full =
        new Refusal(
            503,
            "all " + config.maxConnections() + " connections (socket.maxConnections) are taken");
    this.upgradeRequired =
        Refusal.upgradeRequired(path + " is a WebSocket: it needs Upgrade: websocket");
    this.allowedOrigins =
        config.allowedOrigins().stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the request asks for a WebSocket, on whichever path. */
  static boolean isUpgrade(HttpRequest request) {
    return request.headers().containsValue(UPGRADE, WEBSOCKET, true);
  }

  /**
   * Takes a place for the upgrade, which is to be given back once.
   *
   * @return why it is not let in, and no place taken; null when it is
   */
  Refusal admit(HttpRequest request) {
    Refusal refusal = check(request);
    if (refusal != null) {
      return refusal;
    }
    if (stopping) {
      return STOPPING;
    }
    return places.tryAcquire() ? null : full;
  }

  void giveBack() {
    places.release();
  }

  /** From now on nobody is let in. */
  void stop() {
    stopping = true;
  }

  /**
   * The answer to a request on the WebSocket's path that is no upgrade: that which an upgrade would
   * get now or, if that would be let in, that it must be one.
   *
   * @param origin of the request; may be null
   */
  Refusal answerToPlain(String origin) {
    Refusal refusal = checkOrigin(origin);
    if (refusal != null) {
      return refusal;
    }
    if (stopping) {
      return STOPPING;
    }
    return places.availablePermits() > 0 ? upgradeRequired : full;
  }

  /** What in the request stands against the upgrade; null when nothing does. */
  private Refusal check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    String requested = path(request.uri());
    if (!requested.equals(path)) {
      return new Refusal(404, "no WebSocket at " + requested + "; it is at " + path);
    }
    if (!request.method().equals(HttpMethod.GET)) {
      return new Refusal(
          405, "an upgrade is a GET, not a " + request.method(), Map.of("Allow", "GET"));
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return new Refusal(400, "an upgrade needs HTTP/1.1, not " + request.protocolVersion());
    }
    if (!headers.containsValue(CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return new Refusal(400, "an upgrade needs the header Connection: Upgrade");
    }
    String version = headers.get(SEC_WEBSOCKET_VERSION);
    if (!"13".equals(version)) {
      return Refusal.upgradeRequired(
          "Sec-WebSocket-Version must be 13" + (version == null ? "" : ", not " + version));
    }
    String key = headers.get(SEC_WEBSOCKET_KEY);
    if (key == null || !KEY.matcher(key).matches()) {
      return new Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    return checkOrigin(headers.get(ORIGIN));
  }

  private Refusal checkOrigin(String origin) {
    return origin == null
            || allowedOrigins.contains("*")
            || allowedOrigins.contains(origin.toLowerCase(Locale.ROOT))
        ? null
        : new Refusal(403, "origin " + origin + " is not in socket.allowedOrigins");
  }

  /** Of a request target in origin form or, as a proxy may send it, in absolute form. */
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
