package io.wsgauge.handshake;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for an upgrade, as it was received.
 *
 * @param remoteAddress null when the peer is not reached by IP
 */
public record UpgradeRequest(
    String method,
    String uri,
    String version,
    @Nullable InetSocketAddress remoteAddress,
    HeaderLines headers,
    Optional<TlsSession> tls) {

  /**
   * What TLS has agreed on.
   *
   * @param serverName that the client asked for (SNI); null when it asked for no name
   * @param applicationProtocol (ALPN); null when nothing was agreed on
   */
  public record TlsSession(
      String version,
      String cipher,
      @Nullable String serverName,
      @Nullable String applicationProtocol) {}

  /** Any request as it was received. Event loop only. */
  public static UpgradeRequest of(HttpServerRequest request) {
    return PeerInspector.request(
        VertxPipeline.channel(request.connection()),
        request.method().name(),
        request.uri(),
        request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1",
        request.headers().getAll(PeerInspector.FORWARDED_FOR),
        HeaderLines.of(request.headers().iterator()));
  }

  /** The head as it may be shown, with lengths in the place of secrets. */
  public JsonObject shown() {
    return RequestHead.WHOLE.of(this);
  }

  /** The same, cut to 4 KiB of JSON whatever the peer has sent. */
  public JsonObject shownInBrief() {
    return RequestHead.BRIEF.of(this);
  }

  /** Headers as they may be shown, in order and each as a pair, by the same rules. */
  public static JsonArray shown(HeaderLines headers) {
    return RequestHead.WHOLE.headers(headers.entries());
  }

  /** The query of the request's target, without its question mark; empty without one. */
  public String query() {
    int mark = uri.indexOf('?');
    return mark < 0 ? "" : uri.substring(mark + 1);
  }

  /** The values of a header, in order. */
  public List<String> header(String name) {
    return headers.values(name);
  }

  /** Bytes that the head takes, about. */
  public int size() {
    return uri.length() + headers.size();
  }
}
