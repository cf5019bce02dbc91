package io.wsgauge.probe;

import io.wsgauge.probe.TargetConfig.AddressFamily;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes the addresses of a host in turn, those of one family, so that one which is dead shows. On
 * one event loop only.
 */
final class AddressRotation
    implements Function<List<InetSocketAddress>, Optional<InetSocketAddress>> {
  private final AddressFamily family;
  private int turn;

  /**
   * @param family {@code ANY} is that of the first address
   */
  AddressRotation(AddressFamily family) {
    this.family = family;
  }

  @Override
  public Optional<InetSocketAddress> apply(List<InetSocketAddress> all) {
    Class<? extends InetAddress> type =
        switch (family) {
          case IPV4 -> Inet4Address.class;
          case IPV6 -> Inet6Address.class;
          case ANY, BOTH -> all.get(0).getAddress().getClass();
        };
    List<InetSocketAddress> ofFamily =
        all.stream().filter(address -> type.isInstance(address.getAddress())).toList();
    return ofFamily.isEmpty()
        ? Optional.empty()
        : Optional.of(ofFamily.get(Math.floorMod(turn++, ofFamily.size())));
  }
}
