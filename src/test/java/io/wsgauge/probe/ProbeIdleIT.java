package io.wsgauge.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.testing.RawServer;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ProbeIdleIT {
  private static final String IDLE = "'kind': 'idle', 'silence': '50ms'";

  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private static void failed(Reason reason, Phase phase, ProbeResult result) {
    Failed failed = (Failed) result.outcome();
    assertEquals(reason, failed.reason());
    assertEquals(phase, failed.phase());
    assertTrue(result.phases().containsKey(Phase.IDLE), result.toString());
  }

  @Test
  @DisplayName("a connection is asked once its silence is over, and how long that was is told")
  void survived(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              seen.add(peer.readMessage());
              peer.sendMessage("yes");
              peer.awaitEnd();
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, IDLE).fresh();
      assertTrue(result.succeeded(), result.toString());
      assertEquals("hi i am client", seen.poll(10, TimeUnit.SECONDS));
      assertTrue(result.phases().get(Phase.IDLE).toMillis() >= 50, result.toString());
    }
  }

  @Test
  @DisplayName("with an empty message it is asked by a ping")
  void ping(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              seen.add(peer.readFrameHex());
              peer.reset();
            })) {
      ProbeRuns.of(vertx, server, IDLE + ", 'message': ''").fresh();
      String frame = String.valueOf(seen.poll(10, TimeUnit.SECONDS));
      assertTrue(frame.startsWith("9 "), frame);
    }
  }

  @Test
  @DisplayName("a connection that is cut in its silence has failed idle, and was not asked")
  void cut(Vertx vertx) throws Exception {
    try (RawServer server = RawServer.start(RawServer.Peer::upgrade)) {
      ProbeResult result =
          ProbeRuns.of(vertx, server, "'kind': 'idle', 'silence': '1m', 'timeout': '2m'").fresh();
      failed(Reason.CUT_WITHOUT_CLOSE, Phase.IDLE, result);
      assertFalse(result.phases().containsKey(Phase.REPLY), result.toString());
    }
  }

  @Test
  @DisplayName("a connection that answers no more after its silence has not survived it")
  void forgotten(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitEnd();
            })) {
      ProbeResult result = ProbeRuns.of(vertx, server, IDLE + ", " + ProbeRuns.SOON).fresh();
      failed(Reason.REPLY_TIMEOUT, Phase.REPLY, result);
    }
  }

  @Test
  @DisplayName("a run on demand that is shorter than its silence has failed on this side")
  void shortRun(Vertx vertx) throws Exception {
    try (RawServer server =
        RawServer.start(
            peer -> {
              peer.upgrade();
              peer.awaitEnd();
            })) {
      ProbeResult result =
          ProbeRuns.of(vertx, server, "'kind': 'idle', 'silence': '1m', " + ProbeRuns.SOON).fresh();
      failed(Reason.LOCAL_ERROR, Phase.IDLE, result);
    }
  }
}
