package io.wsgauge.handshake;

import io.netty.channel.Channel;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proxies that are believed when they say for whom they ask. Thread-safe. */
public final class TrustedProxies {
  private static final AttributeKey<TrustedProxies> KEY =
      AttributeKey.valueOf(TrustedProxies.class, "of");

  private final List<IpSubnetFilterRule> networks;

  private TrustedProxies(List<IpSubnetFilterRule> networks) {
    this.networks = networks;
  }

  /**
   * @param networks addresses, and networks such as {@code 10.0.0.0/8}
   * @throws IllegalArgumentException when one is neither
   */
  public static TrustedProxies of(List<String> networks) {
    return new TrustedProxies(networks.stream().map(TrustedProxies::rule).toList());
  }

  private static IpSubnetFilterRule rule(String network) {
    String[] parts = network.split("/", 2);
    InetAddress address = address(parts[0]);
    if (address == null) {
      throw new IllegalArgumentException(parts[0] + " is no IP address");
    }
    int bits = address.getAddress().length * Byte.SIZE;
    int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
    return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
  }

  boolean contain(InetSocketAddress address) {
    return networks.stream().anyMatch(network -> network.matches(address));
  }

  /** Holds for a channel from now on. */
  void attachTo(Channel channel) {
    if (!networks.isEmpty()) {
      channel.attr(KEY).set(this);
    }
  }

  /** Those of a channel; null where nobody is trusted. */
  static @Nullable TrustedProxies of(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
  }

  /**
   * Whom a proxy asks for: the nearest hop that is no trusted proxy, for whoever is farther away is
   * only what that hop says. Its port is 0, since it is not told.
   *
   * @param peer is the answer where it is no trusted proxy, or does not say for whom it asks
   * @param forwardedFor the values of X-Forwarded-For, in order; the nearest hop is the last
   */
  InetSocketAddress client(InetSocketAddress peer, List<String> forwardedFor) {
    List<String> hops =
        forwardedFor.stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(String::strip)
            .filter(hop -> !hop.isEmpty()) // as RFC 9110, section 5.6.1.2, has it for lists
            .toList();
    InetSocketAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && contain(client); i--) {
      InetAddress hop = address(withoutPort(hops.get(i)));
      if (hop == null) {
        return client; // such as "unknown", so that nobody says who comes before
      }
      client = new InetSocketAddress(hop, 0);
    }
    return client;
  }

  /** Some proxies write the port behind the address, of IPv6 in brackets. */
  private static String withoutPort(String hop) {
    if (hop.startsWith("[")) {
      return hop.substring(1, Math.max(1, hop.indexOf(']')));
    }
    int colon = hop.indexOf(':');
    return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }

  /** The address that is written there; null where it is none of IP. */
  static @Nullable InetAddress address(String text) {
    byte[] bytes = text.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(text) : null;
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
    }
  }
}
