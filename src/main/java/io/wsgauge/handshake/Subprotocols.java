package io.wsgauge.handshake;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a client offers in Sec-WebSocket-Protocol (RFC 6455, sections 4.1 and 11.3.4). */
final class Subprotocols {
  /** Characters beside letters and digits in a token (RFC 9110, section 5.6.2). */
  private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

  private Subprotocols() {}

  /**
   * Whether each is a token and there once.
   *
   * @param values of the header, empty where it is not there
   */
  static boolean areValid(List<String> values) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      for (String offer : value.split(",", -1)) {
        String name = offer.strip();
        if (name.isEmpty() || !name.chars().allMatch(Subprotocols::isOfToken) || !seen.add(name)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isOfToken(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_CHARACTERS.indexOf(c) >= 0;
  }
}
