package io.wsgauge.handshake;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.NetUtil;
import io.wsgauge.wire.Utf8Validator;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/** The rules of RFC 9112, section 3.2, and RFC 3986 for what a request is for. */
final class RequestTarget {
  private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

  /** Characters beside letters and digits in a host's name (RFC 3986, section 3.2.2). */
  private static final String NAME_CHARACTERS = "-._~!$&'()*+,;=%";

  /** What is in no URI, and browsers send all the same in a query (WHATWG URL, section 1.3). */
  private static final String SENT_BY_BROWSERS = "\\^`{|}";

  private static final int LARGEST_PORT = 65535;

  private RequestTarget() {}

  /**
   * Holds it to the origin form or the absolute form, of ASCII, the percent-encoding sound and that
   * of UTF-8.
   *
   * @throws RequestException 405 for the two other forms, which ask for what no resource here does;
   *     400 for what is none
   */
  static void check(HttpMethod method, String target) throws RequestException {
    if (method.equals(HttpMethod.CONNECT)
        || (method.equals(HttpMethod.OPTIONS) && target.equals("*"))) {
      throw new RequestException(Rule.METHOD, method + " is not allowed here");
    }
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || "#\"<>".indexOf(c) >= 0) {
        throw invalid(
            "the request target must be visible ASCII without any of \"#<>, and has 0x%02x"
                .formatted((int) c));
      }
    }
    if (!target.startsWith("/") && !hasAuthority(target)) {
      throw invalid("the request target must be a path, or a URL of HTTP with a host");
    }
    checkEncoding(target);
  }

  /** The target of a request in the form of a URI, for those who take nothing else. */
  static String encoded(String target) {
    StringBuilder encoded = new StringBuilder(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (SENT_BY_BROWSERS.indexOf(c) >= 0) {
        encoded.append('%').append(Integer.toHexString(c));
      } else {
        encoded.append(c);
      }
    }
    return encoded.toString();
  }

  private static boolean hasAuthority(String target) {
    int scheme = target.indexOf("://");
    if (scheme < 0 || !SCHEMES.contains(target.substring(0, scheme).toLowerCase(Locale.ROOT))) {
      return false;
    }
    int from = scheme + 3;
    int to = from;
    while (to < target.length() && target.charAt(to) != '/' && target.charAt(to) != '?') {
      to++;
    }
    return isAuthority(target.substring(from, to));
  }

  private static void checkEncoding(String target) throws RequestException {
    if (target.indexOf('%') < 0) {
      return;
    }
    ByteBuffer decoded = ByteBuffer.allocate(target.length());
    for (int i = 0; i < target.length(); i++) {
      int octet = target.charAt(i);
      if (octet == '%') {
        octet = octet(target, i);
        if (octet < 0) {
          throw invalid("the request target's percent-encoding is malformed at position " + i);
        }
        i += 2;
      }
      decoded.put((byte) octet);
    }
    Utf8Validator utf8 = new Utf8Validator();
    if (!utf8.accepts(decoded.flip()) || !utf8.ends()) {
      throw invalid("the request target's percent-encoding must be of UTF-8");
    }
  }

  /** Negative where no two hexadecimal digits follow. */
  private static int octet(String text, int percent) {
    return percent + 2 < text.length()
        ? Character.digit(text.charAt(percent + 1), 16) << 4
            | Character.digit(text.charAt(percent + 2), 16)
        : -1;
  }

  /** A host, which must not be empty, with a port or without (RFC 9110, sections 4.2.1 and 7.2). */
  static boolean isAuthority(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
    if (end < 0) {
      end = text.length();
    }
    String host = text.substring(0, end);
    return (host.startsWith("[") ? isIpv6(host) : isName(host)) && isPort(text.substring(end));
  }

  private static boolean isIpv6(String literal) {
    return literal.indexOf('%') < 0
        && NetUtil.isValidIpV6Address(literal.substring(1, literal.length() - 1));
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c == '%' && octet(name, i) < 0)
          || (!isAsciiLetterOrDigit(c) && NAME_CHARACTERS.indexOf(c) < 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }

  /** What follows the host: nothing, or a colon and digits, of which there may be none. */
  private static boolean isPort(String text) {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i == 0 ? c != ':' : c < '0' || c > '9') {
        return false;
      }
      port = i == 0 ? 0 : Math.min(LARGEST_PORT + 1, port * 10 + c - '0');
    }
    return port <= LARGEST_PORT;
  }

  private static RequestException invalid(String detail) {
    return new RequestException(Rule.REQUEST_TARGET, detail);
  }
}
