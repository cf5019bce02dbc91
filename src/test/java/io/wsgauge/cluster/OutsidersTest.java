package io.wsgauge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.testing.CapturedLog;
import io.wsgauge.testing.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class OutsidersTest {
  private static final Set<String> SELF = Set.of("127.0.0.9");

  private static Outsiders of(Vertx vertx, int port, List<String> members, String dns) {
    return new Outsiders(
        vertx,
        new Engine.Settings(
            "test",
            "127.0.0.9",
            port,
            members,
            dns,
            Duration.ofSeconds(8),
            new EventBusOptions(),
            Map.of()));
  }

  private static List<String> look(Outsiders outsiders, Set<String> members) throws Exception {
    outsiders.look(members).await(20, TimeUnit.SECONDS);
    return outsiders.problems();
  }

  @Test
  @DisplayName("a configured member that listens and is in no view twice is told once")
  void told(Vertx vertx) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        CapturedLog log = CapturedLog.of(Outsiders.class.getName())) {
      int port = other.getLocalPort();
      Outsiders outsiders =
          of(
              vertx,
              port,
              List.of("127.0.0.1:" + port, "127.0.0.1:" + Ports.free(), "none.invalid:1"),
              "");
      String problem =
          "127.0.0.1:%d can be reached and is not in this cluster: it may have another"
                  .formatted(port)
              + " cluster.secretFile";
      assertEquals(List.of(), look(outsiders, SELF));
      assertEquals(List.of(problem), look(outsiders, SELF));
      assertEquals(List.of(problem), look(outsiders, SELF));
      assertEquals(List.of("WARN cluster: " + problem), log.lines());
      assertEquals(List.of(), look(outsiders, Set.of("127.0.0.1", "127.0.0.9")));
    }
  }

  @Test
  @DisplayName("an address of the name under dns is one as well, and who does not listen is none")
  void dns(Vertx vertx) throws Exception {
    Outsiders outsiders;
    try (ServerSocket other = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      outsiders = of(vertx, other.getLocalPort(), List.of(), "127.0.0.1");
      look(outsiders, SELF);
      assertEquals(1, look(outsiders, SELF).size());
    }
    assertEquals(List.of(), look(outsiders, SELF));
  }
}
