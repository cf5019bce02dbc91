package io.wsgauge.handshake;

import io.wsgauge.text.Instants;
import io.wsgauge.text.TimeOfDay;
import java.nio.charset.StandardCharsets;

/**
 * What a server says of itself in the header {@link #HEADER} of its answers: a Dictionary (RFC
 * 9651, section 3.2) of its name, the number of the connection where there is one, and the time.
 * Thread-safe.
 */
public final class ServerIdentity {
  public static final String HEADER = "Wsgauge";

  private final String node;

  /**
   * @param name of the server, of any characters
   */
  public ServerIdentity(String name) {
    this.node = "node=" + (name.matches("[ -~]*") ? string(name) : displayString(name));
  }

  /** The value with a refusal. */
  String value() {
    return node + time();
  }

  /**
   * The value with a 101.
   *
   * @param connection its number, unique in this process
   */
  String value(long connection) {
    return node + ", connection=" + connection + time();
  }

  private static String time() {
    return ", time=\"" + Instants.format(TimeOfDay.now()) + '"';
  }

  /** RFC 9651, section 4.1.6. */
  private static String string(String ascii) {
    return '"' + ascii.replaceAll("[\"\\\\]", "\\\\$0") + '"';
  }

  /** RFC 9651, section 4.1.11. */
  private static String displayString(String text) {
    StringBuilder encoded = new StringBuilder("%\"");
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet >= ' ' && octet <= '~' && octet != '"' && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append("%%%02x".formatted(octet));
      }
    }
    return encoded.append('"').toString();
  }
}
