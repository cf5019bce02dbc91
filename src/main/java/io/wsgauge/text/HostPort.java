package io.wsgauge.text;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host and its port as people write them: {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
public final class HostPort {
  /** What IDNA 2003 maps and IDNA 2008 does not: sharp s, final sigma, joiners. */
  private static final Pattern DEVIATING = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

  private HostPort() {}

  /**
   * @param address shown by its name where it is unresolved, and else by its IP address; without
   *     its port where that is 0, which is one that nobody knows; what is no address of IP is shown
   *     as it is, null too
   */
  public static String of(@Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress ip && ip.getPort() == 0 && !ip.isUnresolved()) {
      return NetUtil.toAddressString(ip.getAddress());
    }
    return address instanceof InetSocketAddress ip
        ? NetUtil.toSocketAddressString(ip)
        : String.valueOf(address);
  }

  /**
   * The host as DNS, TLS and HTTP have it, an international name in Punycode (RFC 3492).
   *
   * @throws IllegalArgumentException when a label of it is empty or too long, or browsers would
   *     make another host of it than the JDK's IDNA 2003 does
   */
  public static String ascii(String host) {
    if (DEVIATING.matcher(host).find()) {
      throw new IllegalArgumentException(
          "has \u00df, \u03c2 or a joiner: write it in Punycode (xn--)");
    }
    return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  /**
   * @param host a name or an IP address, of IPv6 in brackets or without
   */
  public static String of(String host, int port) {
    return NetUtil.toSocketAddressString(host, port);
  }
}
