package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.Probe;
import io.wsgauge.probe.ProbeListener;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.telemetry.TelemetryConfig;
import io.wsgauge.testing.Configs;
import io.wsgauge.text.TimeOfDay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class TargetLoopTest {
  private static TargetLoop loop(
      Vertx vertx, TargetRegistry watchlist, Function<ProbeListener, Probe> probes) {
    return loop(vertx, "", watchlist, probes);
  }

  private static TargetLoop loop(
      Vertx vertx,
      String options,
      TargetRegistry watchlist,
      Function<ProbeListener, Probe> probes) {
    return loop(vertx, options, watchlist, probes, () -> false);
  }

  private static TargetLoop loop(
      Vertx vertx,
      String options,
      TargetRegistry watchlist,
      Function<ProbeListener, Probe> probes,
      BooleanSupplier stopping) {
    Target target =
        Target.of(
                Configs.client(
                        "{\"targets\": [{\"name\": \"t\", \"url\": \"ws://127.0.0.1/\","
                            + " \"interval\": \"20ms\""
                            + options
                            + "}]}")
                    .targets()
                    .get(0))
            .get(0);
    MessageLog log =
        new MessageLog(
            vertx, LoggerFactory.getLogger("test"), "client recv", new LogConfig(0, 100));
    ResultRecorder ledger =
        new ResultRecorder(
            target,
            new Metrics(vertx, new TelemetryConfig(true, true), "1", Reason.labels()).client(),
            watchlist,
            () -> log,
            new LogRate(vertx, LoggerFactory.getLogger("test"), "states", 10),
            change -> {},
            System::nanoTime);
    BackoffConfig backoff = new BackoffConfig(Duration.ofMillis(1), Duration.ofMillis(1));
    return new TargetLoop(
        vertx,
        target,
        probes,
        ledger,
        new Backoff(backoff, ThreadLocalRandom.current()),
        ThreadLocalRandom.current(),
        stopping);
  }

  @Test
  @DisplayName("a run that throws is a failure of this side, and not the last run")
  void goesOn(Vertx vertx) throws Exception {
    CountDownLatch second = new CountDownLatch(2);
    Probe probe =
        new Probe() {
          @Override
          public Future<ProbeResult> run(long sequence) {
            second.countDown();
            if (second.getCount() == 1) {
              throw new IllegalStateException("broken");
            }
            return Promise.<ProbeResult>promise().future();
          }

          @Override
          public void cancel() {}
        };
    TargetRegistry watchlist = new TargetRegistry("");
    Context context = vertx.getOrCreateContext();
    TargetLoop loop = loop(vertx, watchlist, listener -> probe);
    context.runOnContext(v -> loop.start(Duration.ZERO));
    assertTrue(second.await(10, TimeUnit.SECONDS));
    assertTrue(watchlist.snapshot(true).targets().toString().contains("broken"));
    context.runOnContext(v -> loop.stop());
  }

  @Test
  @DisplayName("what a run comes to while the service stops is no result")
  void stopping(Vertx vertx) throws Exception {
    TargetRegistry watchlist = new TargetRegistry("");
    Context context = vertx.getOrCreateContext();
    AtomicBoolean stopping = new AtomicBoolean();
    CompletableFuture<String> after = new CompletableFuture<>();
    TargetLoop loop =
        loop(
            vertx,
            "",
            watchlist,
            listener ->
                new Probe() {
                  @Override
                  public Future<ProbeResult> run(long sequence) {
                    stopping.set(true);
                    Failed refused = new Failed(Reason.CONNECT_REFUSED, Phase.CONNECT, "");
                    listener.lost(refused);
                    context.runOnContext(v -> after.complete(state(watchlist)));
                    return Future.succeededFuture(
                        new ProbeResult(
                            "t",
                            sequence,
                            TimeOfDay.now(),
                            Duration.ZERO,
                            Map.of(),
                            refused,
                            null));
                  }

                  @Override
                  public void cancel() {}
                },
            stopping::get);
    context.runOnContext(v -> loop.start(Duration.ZERO));
    assertEquals("unknown", after.get(10, TimeUnit.SECONDS));
    context.runOnContext(v -> loop.stop());
  }

  @Test
  @DisplayName("connections that end as they may are not lost, however short they are")
  void acceptedEnds(Vertx vertx) throws Exception {
    TargetRegistry watchlist = new TargetRegistry("");
    Context context = vertx.getOrCreateContext();
    List<String> states = new CopyOnWriteArrayList<>();
    CountDownLatch runs = new CountDownLatch(4);
    ConnectionEnd end =
        new ConnectionEnd(TimeOfDay.now(), Duration.ofMillis(1), By.PEER, 1001, "bye");
    TargetLoop loop =
        loop(
            vertx,
            watchlist,
            listener ->
                new Probe() {
                  @Override
                  public Future<ProbeResult> run(long sequence) {
                    states.add(state(watchlist));
                    int run = states.size();
                    context.runOnContext(
                        v -> {
                          listener.ended(end);
                          if (run == 1) {
                            listener.lost(new Failed(Reason.CLOSED_BY_PEER, Phase.IDLE, ""));
                          }
                        });
                    runs.countDown();
                    return Future.succeededFuture(
                        new ProbeResult(
                            "t",
                            sequence,
                            TimeOfDay.now(),
                            Duration.ZERO,
                            Map.of(),
                            new Succeeded(Duration.ZERO),
                            null));
                  }

                  @Override
                  public void cancel() {}
                });
    context.runOnContext(v -> loop.start(Duration.ZERO));
    assertTrue(runs.await(10, TimeUnit.SECONDS));
    context.runOnContext(v -> loop.stop());
    assertEquals(List.of("unknown", "failing", "failing", "up"), states.subList(0, 4));
  }

  private static ProbeResult refused(long sequence, String retryAfter) {
    Failed failed = new Failed(Reason.UPGRADE_REFUSED, Phase.UPGRADE, "status 503", 503, 0);
    ConnectionInfo opened =
        new ConnectionInfo(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
            503,
            false,
            Map.of("Retry-After", retryAfter),
            "",
            "",
            null,
            null);
    return new ProbeResult("t", sequence, TimeOfDay.now(), Duration.ZERO, Map.of(), failed, opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep", "fresh"})
  @DisplayName("a refusal's Retry-After puts off the next run")
  void retryAfter(String connection, Vertx vertx) throws Exception {
    List<Long> begun = new CopyOnWriteArrayList<>();
    CountDownLatch runs = new CountDownLatch(2);
    TargetLoop loop =
        loop(
            vertx,
            ", \"connection\": \"" + connection + "\"",
            new TargetRegistry(""),
            listener ->
                new Probe() {
                  @Override
                  public Future<ProbeResult> run(long sequence) {
                    begun.add(System.nanoTime());
                    runs.countDown();
                    return Future.succeededFuture(refused(sequence, "1"));
                  }

                  @Override
                  public void cancel() {}
                });
    Context context = vertx.getOrCreateContext();
    context.runOnContext(v -> loop.start(Duration.ZERO));
    assertTrue(runs.await(10, TimeUnit.SECONDS));
    context.runOnContext(v -> loop.stop());
    assertTrue(begun.get(1) - begun.get(0) >= 1_000_000_000, "as soon as without it");
  }

  @ParameterizedTest
  @CsvSource({
    "30, 30001",
    "86400, 300000",
    "'Tue, 31 Dec 2199 23:59:59 GMT', 300000",
    "'Fri, 21 Nov 1997 09:55:06 GMT', 1",
    "soon, 1",
  })
  @DisplayName("it does so for five minutes at most")
  void longestRetryAfter(String retryAfter, long millis) {
    assertEquals(millis, TargetLoop.retryAfterMillis(refused(1, retryAfter)));
  }

  private static String state(TargetRegistry watchlist) {
    return watchlist
        .snapshot(true)
        .targets()
        .values()
        .iterator()
        .next()
        .toJsonObject()
        .getString("state");
  }
}
