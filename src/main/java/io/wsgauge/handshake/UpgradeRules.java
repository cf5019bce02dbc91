package io.wsgauge.handshake;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of RFC 6455, section 4.2.1, for the form of a client's opening handshake. */
public final class UpgradeRules {
  /** 16 bytes in base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  /** Sections 4.2.1 and 11.3, and what there would be a choice of whom to believe. */
  private static final List<AsciiString> ONCE =
      List.of(
          SEC_WEBSOCKET_VERSION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_ACCEPT, ORIGIN, AUTHORIZATION);

  private UpgradeRules() {}

  /** The rule that an upgrade breaks; null when it keeps to all of them. */
  public static @Nullable Refusal check(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return new Refusal(
          Rule.METHOD, "an upgrade is a GET, not a " + request.method(), Map.of("Allow", "GET"));
    }
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return new Refusal(
          Rule.UPGRADE_HTTP_VERSION, "an upgrade needs HTTP/1.1, not " + request.protocolVersion());
    }
    if (!headers.containsValue(CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return new Refusal(Rule.CONNECTION, "an upgrade needs the header Connection: Upgrade");
    }
    for (AsciiString name : ONCE) {
      int count = headers.getAll(name).size();
      if (count > 1) {
        return new Refusal(Rule.REPEATED_HEADER, name + " is there " + count + " times");
      }
    }
    if (headers.contains(TRANSFER_ENCODING) || HttpUtil.getContentLength(request, 0L) > 0) {
      return new Refusal(Rule.BODY, "an upgrade has no body");
    }
    String version = headers.get(SEC_WEBSOCKET_VERSION);
    if (!"13".equals(version)) {
      return Refusal.upgradeRequired(
          Rule.VERSION,
          "Sec-WebSocket-Version must be 13" + (version == null ? "" : ", not " + version));
    }
    String key = headers.get(SEC_WEBSOCKET_KEY);
    if (key == null || !KEY.matcher(key).matches()) {
      return new Refusal(Rule.KEY, "Sec-WebSocket-Key must be 16 bytes in base64");
    }
    if (!Subprotocols.areValid(headers.getAll(SEC_WEBSOCKET_PROTOCOL))) {
      return new Refusal(
          Rule.SUBPROTOCOL, "Sec-WebSocket-Protocol must list tokens, none of them twice");
    }
    return null;
  }
}
