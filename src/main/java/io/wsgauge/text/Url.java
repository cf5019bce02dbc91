package io.wsgauge.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that names a host, which may also be one that browsers know and {@link URI} does not: a
 * name with an underscore, or an international one.
 *
 * @param text as it was typed
 * @param scheme in lower case
 * @param host in ASCII: an international name in Punycode (RFC 3492), an IPv6 address in brackets,
 *     with its zone behind %, which may have been typed as %25 (RFC 6874)
 * @param port -1 where none is named
 * @param path in ASCII; may be empty
 * @param query in ASCII; null where there is none
 */
public record Url(
    String text, String scheme, String host, int port, String path, @Nullable String query) {
  private static final Pattern AUTHORITY = Pattern.compile("([^:\\[\\]]+)(?::([0-9]{0,9}))?");
  private static final Pattern TYPED_ZONE = Pattern.compile("%25(?=[^\\]])");
  private static final Pattern ZONE = Pattern.compile("%[^\\]]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException with the rule that it breaks as message
   */
  public static Url of(String text) {
    if (!UTF_8.newEncoder().canEncode(text)) { // of which URI makes a NullPointerException
      throw new IllegalArgumentException("has half of a surrogate pair, which is no UTF-8");
    }
    try {
      URI uri = new URI(text);
      String authority = uri.getRawAuthority();
      if (uri.getScheme() == null || authority == null) {
        throw new IllegalArgumentException("must name a host");
      }
      if (authority.indexOf('@') >= 0) {
        throw new IllegalArgumentException("must not hold credentials");
      }
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      URI ascii = new URI(uri.toASCIIString());
      if (uri.getHost() != null) {
        String host = TYPED_ZONE.matcher(uri.getHost()).replaceFirst("%");
        return new Url(text, scheme, host, uri.getPort(), ascii.getRawPath(), ascii.getRawQuery());
      }
      Matcher hostAndPort = AUTHORITY.matcher(authority);
      if (!hostAndPort.matches()) {
        throw new IllegalArgumentException("must name a host");
      }
      String port = hostAndPort.group(2);
      return new Url(
          text,
          scheme,
          ascii(hostAndPort.group(1)),
          port == null || port.isEmpty() ? -1 : Integer.parseInt(port),
          ascii.getRawPath(),
          ascii.getRawQuery());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is not a URL: " + e.getReason(), e);
    }
  }

  private static String ascii(String host) {
    String ascii;
    try {
      ascii = HostPort.ascii(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must name a host", e);
    }
    if (!NAME.matcher(ascii).matches()) {
      throw new IllegalArgumentException("must name a host");
    }
    return ascii;
  }

  /** Whether its scheme is one over TLS. */
  public boolean isTls() {
    return scheme.equals("wss") || scheme.equals("https");
  }

  /** The port that is named, or that of the scheme. */
  public int effectivePort() {
    return port < 0 ? schemePort() : port;
  }

  private int schemePort() {
    return isTls() ? 443 : 80;
  }

  /**
   * Host and port as Host has them: without the scheme's own port (RFC 9110, section 7.2), and
   * without a zone, which is of this machine alone (RFC 6874, section 4).
   */
  public String authority() {
    String named = ZONE.matcher(host).replaceFirst("");
    return port < 0 || port == schemePort() ? named : named + ":" + port;
  }

  /** Path and query as a request has them (RFC 9112, section 3.2.1). */
  public String requestTarget() {
    return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** The URL as it was typed. */
  @Override
  public String toString() {
    return text;
  }
}
