package io.wsgauge.probe;

import static io.wsgauge.probe.ProbeRuns.SOON;
import static io.wsgauge.probe.ProbeRuns.failed;
import static io.wsgauge.probe.ProbeRuns.succeeded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.wsgauge.testing.RawNameServer;
import io.wsgauge.testing.RawServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run comes by an address, and what it makes of it where there is none or it is dead. */
class ProbeAddressIT {
  private Vertx vertx;
  private RawNameServer names;

  /** All names have these addresses. */
  private void resolving(List<String> addresses) throws IOException {
    names = RawNameServer.start(addresses);
    vertx = names.vertx();
  }

  @AfterEach
  void close() throws Exception {
    names.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static RawServer answering() throws IOException {
    return RawServer.start(
        peer -> {
          peer.upgrade();
          peer.readMessage();
          peer.sendMessage("ok");
          peer.awaitEnd();
        });
  }

  private ProbeRuns runs(RawServer server, String options, int part) {
    return ProbeRuns.of(vertx, "ws://a.example:" + server.port() + "/ws", options, part);
  }

  @Test
  @DisplayName("a name that there is not does not resolve")
  void noName() throws Exception {
    resolving(List.of());
    try (RawServer server = answering()) {
      ProbeResult result = runs(server, "", 0).fresh();
      failed(Reason.RESOLVE_FAILED, Phase.RESOLVE, result);
      assertEquals(EnumSet.of(Phase.RESOLVE), result.phases().keySet());
      assertNull(result.opened());
    }
  }

  @Test
  @DisplayName("name servers that do not answer are told by the deadline")
  void silentNameServer() throws Exception {
    resolving(null);
    try (RawServer server = answering()) {
      failed(Reason.RESOLVE_TIMEOUT, Phase.RESOLVE, runs(server, SOON, 0).fresh());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("the name of a proxy that does not resolve is the proxy's failure")
  void proxyName(boolean silent) throws Exception {
    resolving(silent ? null : List.of());
    try (RawServer server = answering()) {
      ProbeRuns runs = runs(server, "'proxy': {'url': 'http://proxy.example:3128'}, " + SOON, 0);
      failed(silent ? Reason.PROXY_TIMEOUT : Reason.PROXY_FAILED, Phase.RESOLVE, runs.fresh());
    }
  }

  @Test
  @DisplayName("the addresses of a name are taken in turn, and the one that is dead is told")
  void inTurn() throws Exception {
    resolving(List.of("127.0.0.1", "127.0.0.9"));
    try (RawServer server = answering()) {
      ProbeRuns runs = runs(server, "", 0);
      List<String> met = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ProbeResult result = runs.fresh();
        met.add(result.opened().address().getAddress().getHostAddress());
        if (met.get(i).equals("127.0.0.9")) {
          String detail = failed(Reason.CONNECT_REFUSED, Phase.CONNECT, result).detail();
          assertTrue(detail.contains("127.0.0.9:" + server.port()), detail);
        } else {
          succeeded(result);
        }
      }
      assertEquals(2, met.stream().filter("127.0.0.9"::equals).count(), met.toString());
      assertEquals(met.subList(0, 2), met.subList(2, 4));
    }
  }

  @Test
  @DisplayName("with both families apart, one is a success while the other fails")
  void families() throws Exception {
    resolving(List.of("127.0.0.1"));
    try (RawServer server = answering()) {
      ProbeRuns four = runs(server, "'addresses': 'both'", 0);
      ProbeRuns six = runs(server, "'addresses': 'both'", 1);
      assertEquals("t/ipv4", four.target().name());
      assertEquals("t/ipv6", six.target().name());
      succeeded(four.fresh());
      failed(Reason.RESOLVE_FAILED, Phase.RESOLVE, six.fresh());
    }
  }

  @Test
  @DisplayName("a name without an address of the wanted family does not resolve")
  void noFamily() throws Exception {
    resolving(List.of("127.0.0.1"));
    try (RawServer server = answering()) {
      ProbeRuns runs = runs(server, "'addresses': 'ipv6'", 0);
      assertEquals(
          "no address of the wanted family",
          failed(Reason.RESOLVE_FAILED, Phase.RESOLVE, runs.fresh()).detail());
    }
  }

  @Test
  @DisplayName("a token's file that is missing is a failure of this side, and nothing is opened")
  void noFile() throws Exception {
    resolving(List.of());
    try (RawServer server = answering()) {
      ProbeRuns runs = runs(server, "'auth': {'tokenFile': '/nonexistent/token'}", 0);
      ProbeResult result = runs.fresh();
      assertEquals(
          "no such file: /nonexistent/token",
          failed(Reason.LOCAL_ERROR, Phase.RESOLVE, result).detail());
      assertNull(result.opened());
      assertEquals(0, server.accepted());
    }
  }
}
