package io.wsgauge.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A WebSocket server that answers, and remembers who has pinged which target when. */
final class PingRecord {
  private final List<Ping> pings = new ArrayList<>();
  private final HttpServer server;

  /**
   * @param target the path without its slash
   * @param node the address of who has pinged it
   * @param at in nanoseconds
   */
  record Ping(String target, String node, long at) {}

  PingRecord(Vertx vertx, String address) throws Exception {
    server =
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket ->
                    socket.textMessageHandler(
                        text -> {
                          synchronized (pings) {
                            pings.add(
                                new Ping(
                                    socket.path().substring(1),
                                    socket.remoteAddress().hostAddress(),
                                    System.nanoTime()));
                          }
                          socket.writeTextMessage(text);
                        }))
            .listen(0, address)
            .await(20, TimeUnit.SECONDS);
  }

  int port() {
    return server.actualPort();
  }

  private List<Ping> since(long from) {
    synchronized (pings) {
      return pings.stream().filter(ping -> ping.at() >= from).toList();
    }
  }

  /** Who has pinged each target in the time up to now. */
  Map<String, Set<String>> nodes(Duration time) {
    return since(System.nanoTime() - time.toNanos()).stream()
        .collect(
            Collectors.groupingBy(
                Ping::target, Collectors.mapping(Ping::node, Collectors.toSet())));
  }

  /** The longest time in which no one has pinged a target, from that moment to now. */
  Duration longestGap(long from) {
    Map<String, Long> last = new HashMap<>();
    long longest = 0;
    for (Ping ping : since(from)) {
      Long before = last.put(ping.target(), ping.at());
      longest = Math.max(longest, ping.at() - (before == null ? from : before));
    }
    for (long at : last.values()) {
      longest = Math.max(longest, System.nanoTime() - at);
    }
    return Duration.ofNanos(longest);
  }

  /** The longest time in which more than one has pinged a target, since that moment. */
  Duration longestDouble(long from) {
    Map<String, List<Ping>> byTarget =
        since(from).stream().collect(Collectors.groupingBy(Ping::target));
    long longest = 0;
    for (List<Ping> of : byTarget.values()) {
      Map<String, Long> first = new HashMap<>();
      Map<String, Long> last = new HashMap<>();
      of.forEach(ping -> first.putIfAbsent(ping.node(), ping.at()));
      of.forEach(ping -> last.put(ping.node(), ping.at()));
      for (String one : first.keySet()) {
        for (String other : first.keySet()) {
          if (!one.equals(other)) {
            long begun = Math.max(first.get(one), first.get(other));
            longest = Math.max(longest, Math.min(last.get(one), last.get(other)) - begun);
          }
        }
      }
    }
    return Duration.ofNanos(longest);
  }
}
