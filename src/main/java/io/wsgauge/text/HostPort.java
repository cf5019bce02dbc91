package io.wsgauge.text;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A host and its port as people write them: {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
public final class HostPort {
  private HostPort() {}

  /**
   * @param address shown by its name where it is unresolved, and else by its IP address; what is no
   *     address of IP is shown as it is, null too
   */
  public static String of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress ip
        ? NetUtil.toSocketAddressString(ip)
        : String.valueOf(address);
  }

  /**
   * The host as DNS, TLS and HTTP have it, an international name in Punycode (RFC 3492).
   *
   * @throws IllegalArgumentException when a label of it is empty or too long
   */
  public static String ascii(String host) {
    return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
  }

  /**
   * @param host a name or an IP address, of IPv6 in brackets or without
   */
  public static String of(String host, int port) {
    return NetUtil.toSocketAddressString(host, port);
  }
}
