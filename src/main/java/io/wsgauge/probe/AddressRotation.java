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
 * The addresses of a host that are of one family, taken in turn, so that a dead one shows. Event
 * loop only.
 */
final class AddressRotation
    implements Function<List<InetSocketAddress>, Optional<InetSocketAddress>> {
  private final AddressFamily family;
  private int turn;

  /**
   * @param family of the addresses; {@code ANY} means the family of the first one
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
