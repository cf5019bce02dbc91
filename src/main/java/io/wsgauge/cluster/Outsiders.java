package io.wsgauge.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.wsgauge.text.HostPort;
import io.wsgauge.text.Url;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configured members that can be reached and are not in this cluster, of which the engine says
 * nothing: they have another secret, or two parts of a cluster do not find each other. One that
 * joins is none, since it has to be seen so twice. Event loop only.
 */
final class Outsiders {
  private static final Logger LOGGER = LoggerFactory.getLogger(Outsiders.class);

  private static final int CONNECT_MILLIS = 2000;

  private final Vertx vertx;
  private final Engine.Settings settings;
  private final NetClient client;

  /** Those of the latest look. */
  private Set<String> seen = Set.of();

  private Set<String> told = Set.of();

  Outsiders(Vertx vertx, Engine.Settings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
  }

  /** What is wrong, in words. */
  List<String> problems() {
    return told.stream().map(Outsiders::words).toList();
  }

  private static String words(String address) {
    return address
        + " can be reached and is not in this cluster: it may have another cluster.secretFile";
  }

  /**
   * Looks who is one now; never fails.
   *
   * @param members addresses of those that are in the cluster
   */
  Future<Void> look(Set<String> members) {
    return vertx
        .executeBlocking(this::configured, false)
        .compose(all -> reachable(all.stream().filter(a -> !isOf(members, a)).toList()))
        .otherwise(Set.of())
        .map(
            found -> {
              Set<String> twice = new TreeSet<>(found);
              twice.retainAll(seen);
              twice.stream()
                  .filter(address -> !told.contains(address))
                  .forEach(address -> LOGGER.warn("cluster: {}", words(address)));
              seen = found;
              told = twice;
              return null;
            });
  }

  private static boolean isOf(Set<String> members, InetSocketAddress address) {
    return members.contains(address.getAddress().getHostAddress());
  }

  private List<InetSocketAddress> configured() {
    List<InetSocketAddress> all = new ArrayList<>();
    for (String member : settings.members()) {
      Url read = Url.of("tcp://" + member);
      addAll(read.host(), read.port(), all);
    }
    if (!settings.dns().isEmpty()) {
      addAll(settings.dns(), settings.port(), all);
    }
    return all;
  }

  private static void addAll(String host, int port, List<InetSocketAddress> to) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        to.add(new InetSocketAddress(address, port));
      }
    } catch (UnknownHostException e) {
      LOGGER.debug("A member has no address", e);
    }
  }

  private static String text(InetSocketAddress address) {
    return HostPort.of(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Those where something listens. */
  private Future<Set<String>> reachable(List<InetSocketAddress> addresses) {
    Set<String> open = new HashSet<>();
    List<Future<Void>> attempts =
        addresses.stream()
            .map(
                address ->
                    client
                        .connect(address.getPort(), address.getAddress().getHostAddress())
                        .compose(
                            socket -> {
                              open.add(text(address));
                              return socket.close();
                            }))
            .toList();
    return Future.join(attempts).transform(done -> Future.succeededFuture(open));
  }
}
