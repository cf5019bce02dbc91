package io.wsgauge.handshake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What counts as one address where those of an address are limited. */
public final class ClientAddress {
  /** The part of IPv6 that distinguishes networks; a host has the rest to itself. */
  private static final int IPV6_PREFIX_BYTES = 8;

  private ClientAddress() {}

  /** A key that is equal for what counts as one; null without an address. */
  public static @Nullable ByteBuffer key(@Nullable InetAddress address) {
    if (address == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address ? bytes.limit(IPV6_PREFIX_BYTES) : bytes;
  }
}
