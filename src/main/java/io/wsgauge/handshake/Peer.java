package io.wsgauge.handshake;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a TCP connection.
 *
 * @param address null when it is not reached by IP
 * @param certified whether it has shown a certificate; one that is not trusted ends the handshake
 */
public record Peer(@Nullable InetAddress address, boolean certified) {}
