package io.wsgauge.text;

import java.util.Locale;
import java.util.Set;

/** The names of what is shown without a mask, since its values are known to be no secrets. */
final class Harmless {
  /**
   * Headers of the handshake, of proxies and of clients, in lower case. Sec-WebSocket-Protocol is
   * none of them: a page that has to send a token has no other header for it.
   */
  private static final Set<String> HEADERS =
      Set.of(
          "accept",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "connection",
          "content-length",
          "content-type",
          "forwarded",
          "host",
          "keep-alive",
          "origin",
          "pragma",
          "sec-fetch-dest",
          "sec-fetch-mode",
          "sec-fetch-site",
          "sec-websocket-accept",
          "sec-websocket-extensions",
          "sec-websocket-key",
          "sec-websocket-version",
          "te",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "wsgauge",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto",
          "x-real-ip");

  /** The keys of a scenario, which a test holds equal to those that there are. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "reply",
          "text",
          "as",
          "delay",
          "jitter",
          "fragment",
          "fragmentSize",
          "push",
          "pushSize",
          "pushCount",
          "burst",
          "burstSize",
          "ping",
          "pong",
          "stopReading",
          "closeAfter",
          "closeAfterMessages",
          "closeCode",
          "closeReason",
          "ignoreClose",
          "keepAlive",
          "dropAfter",
          "dropAfterMessages",
          "drop",
          "status",
          "retryAfter",
          "location",
          "handshakeDelay",
          "subprotocol",
          "deflate",
          "invalid");

  private Harmless() {}

  /** Whether the name is one of these, in any case. */
  static boolean isHeader(String name) {
    return HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }

  static boolean isParameter(String name) {
    return PARAMETERS.contains(name);
  }
}
