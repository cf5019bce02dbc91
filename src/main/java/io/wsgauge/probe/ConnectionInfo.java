package io.wsgauge.probe;

import io.wsgauge.handshake.ConnectAttempt;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.TimeOfDay;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a connection that its opening brought.
 *
 * @param address the peer's, or the name of the host that a proxy was to connect to
 * @param status of the response to the upgrade; 0 without a response
 * @param upgraded whether the connection became a WebSocket
 * @param headers of a response that rejected the upgrade, by name in any case, without cookies and
 *     the secrets of URLs, each cut and escaped, {@value #MAX_HEADERS} at most; else empty
 * @param subprotocol the agreed one; empty without a subprotocol
 * @param extensions as agreed on; empty without extensions
 * @param certificateNotAfter the earliest end of the certificates that the peer sent, also where
 *     they were refused; null without any
 * @param tlsVersion null without TLS, or when it failed
 */
public record ConnectionInfo(
    InetSocketAddress address,
    int status,
    boolean upgraded,
    Map<String, String> headers,
    String subprotocol,
    String extensions,
    @Nullable Instant certificateNotAfter,
    @Nullable String tlsVersion) {

  private static final int MAX_HEADERS = 100;

  private static final Set<String> SECRET_HEADERS = Set.of("set-cookie", "set-cookie2");

  /**
   * @param connection null when the upgrade failed
   * @return null before TCP connects
   */
  static @Nullable ConnectionInfo of(ConnectAttempt opening, @Nullable ProbeConnection connection) {
    return connection == null
        ? of(opening, false, "", "")
        : of(opening, true, connection.subprotocol(), connection.extensions());
  }

  /**
   * @return null before TCP connects
   */
  static @Nullable ConnectionInfo of(
      ConnectAttempt opening, boolean upgraded, String subprotocol, String extensions) {
    InetSocketAddress address = opening.address();
    if (address == null) {
      return null;
    }
    SSLSession session = opening.tlsSession();
    return new ConnectionInfo(
        address,
        opening.status(),
        upgraded,
        upgraded ? Map.of() : headers(opening),
        subprotocol,
        shown(extensions),
        certificateNotAfter(opening),
        session == null ? null : session.getProtocol());
  }

  private static Map<String, String> headers(ConnectAttempt opening) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Map.Entry<String, String> header : opening.headers()) {
      String name = header.getKey();
      if (!SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT)) && headers.size() < MAX_HEADERS) {
        headers.put(shown(name), shown(opening.masked(masked(name, header.getValue()))));
      }
    }
    return headers;
  }

  /** The value of an answer's header without the secrets of URLs. */
  static String masked(String name, String value) {
    // which may be relative, and so is not known by its look
    return name.equalsIgnoreCase("Location") ? Secrets.maskUrl(value) : Secrets.mask(value);
  }

  private static String shown(String text) {
    return Payloads.visible(Payloads.cut(text, Payloads.MAX_FIELD_LENGTH));
  }

  /** The earliest end of the certificates that the peer sent; null without any. */
  static @Nullable Instant certificateNotAfter(ConnectAttempt opening) {
    return opening.certificates().stream()
        .map(certificate -> TimeOfDay.of(certificate.getNotAfter()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
