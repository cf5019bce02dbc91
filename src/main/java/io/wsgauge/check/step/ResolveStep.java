package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Resolution;
import io.wsgauge.probe.TargetConfig.AddressFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Asks for all addresses of the host, those of IPv4 first. */
final class ResolveStep implements Step<Resolution> {
  private static final Duration BUDGET = Duration.ofSeconds(15);

  private final AddressFamily family;

  ResolveStep(AddressFamily family) {
    this.family = family;
  }

  @Override
  public String name() {
    return "resolve";
  }

  @Override
  public Duration budget(Path path) {
    return BUDGET;
  }

  @Override
  public Future<Resolution> run(Path path) {
    String host = path.connector().connectHost();
    double begun = path.clock().now();
    return path.vertx()
        .executeBlocking(() -> InetAddress.getAllByName(host))
        .map(
            all -> {
              List<String> addresses = wanted(all);
              return new Resolution(
                  host,
                  addresses,
                  path.clock().now() - begun,
                  addresses.isEmpty() ? "no address of the wanted family" : "");
            })
        .recover(
            error ->
                error instanceof UnknownHostException
                    ? Future.succeededFuture(
                        new Resolution(
                            host, List.of(), path.clock().now() - begun, "the name is not known"))
                    : Future.failedFuture(error));
  }

  private List<String> wanted(InetAddress... all) {
    Stream<InetAddress> ipv4 = Stream.of(all).filter(a -> !(a instanceof Inet6Address));
    Stream<InetAddress> ipv6 = Stream.of(all).filter(Inet6Address.class::isInstance);
    return switch (family) {
      case IPV4 -> ipv4.map(InetAddress::getHostAddress).toList();
      case IPV6 -> ipv6.map(InetAddress::getHostAddress).toList();
      default -> Stream.concat(ipv4, ipv6).map(InetAddress::getHostAddress).toList();
    };
  }
}
