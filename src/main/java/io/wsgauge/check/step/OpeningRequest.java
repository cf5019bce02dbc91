package io.wsgauge.check.step;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.wsgauge.check.measurement.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A handshake as it is to be written.
 *
 * @param target path and query
 * @param upgrade false asks for the same as a browser opens a page
 * @param connection value of the header Connection
 * @param userAgent null sends none
 * @param origin null sends none
 * @param subprotocols to offer
 * @param extensions to offer; empty offers none
 * @param more headers of who runs the check, credentials among them
 */
@RecordBuilder
record OpeningRequest(
    String target,
    boolean upgrade,
    String connection,
    @Nullable String userAgent,
    @Nullable String origin,
    List<String> subprotocols,
    String extensions,
    List<Header> more)
    implements OpeningRequestBuilder.With {
  /** What browsers offer (RFC 7692, section 7.1). */
  static final String DEFLATE = "permessage-deflate; client_max_window_bits";

  OpeningRequest withQuery(String query) {
    String separator = target.indexOf('?') < 0 ? "?" : "&";
    return withTarget(query.isEmpty() ? target : target + separator + query);
  }

  OpeningRequest withoutUpgrade() {
    return with(
        plain ->
            plain.upgrade(false).connection("keep-alive").subprotocols(List.of()).extensions(""));
  }

  /** With one more header, also where there is one of that name. */
  OpeningRequest withHeader(String name, String value) {
    return withMore(Stream.concat(more.stream(), Stream.of(new Header(name, value))).toList());
  }

  /**
   * The headers in the order of Chromium.
   *
   * @param host value of the header Host
   * @param key of Sec-WebSocket-Key
   */
  List<Header> headers(String host, String key) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Host", host));
    headers.add(new Header("Connection", connection));
    if (upgrade) {
      headers.add(new Header("Pragma", "no-cache"));
      headers.add(new Header("Cache-Control", "no-cache"));
    }
    if (userAgent != null) {
      headers.add(new Header("User-Agent", userAgent));
    }
    if (upgrade) {
      headers.add(new Header("Upgrade", "websocket"));
    }
    if (origin != null) {
      headers.add(new Header("Origin", origin));
    }
    if (upgrade) {
      headers.add(new Header("Sec-WebSocket-Version", "13"));
    }
    headers.add(new Header("Accept-Encoding", "gzip, deflate"));
    headers.add(new Header("Accept-Language", "en-US,en;q=0.9"));
    if (upgrade) {
      headers.add(new Header("Sec-WebSocket-Key", key));
      if (!extensions.isEmpty()) {
        headers.add(new Header("Sec-WebSocket-Extensions", extensions));
      }
      if (!subprotocols.isEmpty()) {
        headers.add(new Header("Sec-WebSocket-Protocol", String.join(", ", subprotocols)));
      }
    }
    headers.addAll(more);
    return headers;
  }
}
