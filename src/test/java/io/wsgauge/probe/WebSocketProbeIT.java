package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import io.wsgauge.wire.BufferBudget;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of a target, one after the other, and what becomes of the connection. */
@ExtendWith(VertxExtension.class)
class WebSocketProbeIT implements ProbeListener {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Context context;

  @Override
  public void ended(ConnectionEnd end) {
    told.add("ended by the " + end.by().label());
  }

  @Override
  public void lost(Failed why) {
    told.add(why.reason().label());
  }

  @BeforeEach
  void createContext(Vertx vertx) {
    context = vertx.getOrCreateContext();
  }

  private Probe probe(Vertx vertx, RawServer server, String options) {
    String url = "ws://127.0.0.1:" + server.port() + "/ws";
    return new ProbeFactory(
            context,
            ProbeFactory.client(vertx),
            new ProbeSettings(new BufferBudget(1 << 24), "test"))
        .repeated(Target.of(ProbeRuns.config(url, options)).get(0), this);
  }

  private Future<ProbeResult> begin(Probe probe, int sequence) {
    Promise<ProbeResult> result = Promise.promise();
    context.runOnContext(v -> probe.run(sequence).onComplete(result));
    return result.future();
  }

  private void runs(Probe probe, int sequence) throws Exception {
    ProbeRuns.succeeded(begin(probe, sequence).await(10, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({"keep, 1", "fresh, 2"})
  @DisplayName("the next run is over the same connection where the target keeps it")
  void connections(String mode, int connections, Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              while (true) {
                peer.sendMessage(peer.readMessage());
              }
            })) {
      Probe probe = probe(vertx, server, "'connection': '" + mode + "'");
      runs(probe, 1);
      runs(probe, 2);
      assertEquals(connections, server.accepted());
      context.runOnContext(v -> probe.cancel());
    }
  }

  @Test
  @DisplayName(
      "a connection that is lost between two runs is told of, and the next run opens another")
  void lost(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.sendMessage(peer.readMessage());
            })) {
      Probe probe = probe(vertx, server, "'connection': 'keep'");
      runs(probe, 1);
      assertEquals("ended by the cut", told.poll(10, TimeUnit.SECONDS));
      assertEquals("cut-without-close", told.poll(10, TimeUnit.SECONDS));
      runs(probe, 2);
      assertEquals(2, server.accepted());
    }
  }

  @Test
  @DisplayName("a close between two runs that the target accepts is an end, and no loss")
  void accepted(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.sendMessage(peer.readMessage());
              peer.sendHex("88 02 03e9");
              peer.awaitEnd();
            })) {
      Probe probe = probe(vertx, server, "'connection': 'keep', 'acceptedCloseCodes': [1001]");
      runs(probe, 1);
      assertEquals("ended by the peer", told.poll(10, TimeUnit.SECONDS));
      runs(probe, 2);
      assertEquals("ended by the peer", told.poll(10, TimeUnit.SECONDS));
      assertTrue(told.isEmpty(), told.toString());
    }
  }

  @Test
  @DisplayName("a run that is cancelled fails and ends its connection, and another may follow")
  void cancelled(Vertx vertx) throws Exception {
    BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              String message = peer.readMessage();
              asked.add(message);
              if (message.equals("8")) {
                peer.sendMessage("fine");
              }
              peer.awaitEnd();
            })) {
      Probe probe = probe(vertx, server, "'connection': 'keep', 'message': '{sequence}'");
      Future<ProbeResult> first = begin(probe, 7);
      assertEquals("7", asked.poll(10, TimeUnit.SECONDS));
      context.runOnContext(v -> probe.cancel());
      assertThrows(Exception.class, () -> first.await(10, TimeUnit.SECONDS));
      runs(probe, 8);
      context.runOnContext(v -> probe.cancel());
    }
  }
}
