package io.wsgauge.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a TCP connection.
 *
 * @param remoteAddress null when it is not reached by IP
 * @param certified whether it has shown a certificate; one that is not trusted ends the handshake
 */
public record Peer(@Nullable InetSocketAddress remoteAddress, boolean certified) {
  /** The address alone; null when it is not reached by IP. */
  public @Nullable InetAddress address() {
    return remoteAddress == null ? null : remoteAddress.getAddress();
  }
}
