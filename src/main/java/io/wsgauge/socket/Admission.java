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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decides which upgrades are let in (RFC 6455, section 4.2). Any thread. */
final class Admission {
  /** 16 bytes in base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private final String path;

  /** In lower case, since scheme and host of an origin are compared without case. */
  private final Set<String> allowedOrigins;

  Admission(SocketConfig config) {
    this.path = config.path();
    this.allowedOrigins =
        config.allowedOrigins().stream()
            .map(origin -> origin.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the request asks for a WebSocket, on whichever path. */
  static boolean isUpgrade(HttpRequest request) {
    return request.headers().containsValue(UPGRADE, WEBSOCKET, true);
  }

  /** Why the upgrade is not let in; null when nothing in the request stands against it. */
  Refusal check(HttpRequest request) {
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
      return Refusal.upgradeRequired("Sec-WebSocket-Version must be 13, not " + version);
    }
    String key = headers.get(SEC_WEBSOCKET_KEY);
    if (key == null || !KEY.matcher(key).matches()) {
      return new Refusal(400, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    String origin = headers.get(ORIGIN);
    if (origin != null
        && !allowedOrigins.contains("*")
        && !allowedOrigins.contains(origin.toLowerCase(Locale.ROOT))) {
      return new Refusal(403, "origin " + origin + " is not in socket.allowedOrigins");
    }
    return null;
  }

  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
