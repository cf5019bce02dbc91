package io.wsgauge.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.wsgauge.client.ClientConfig.BackoffConfig;
import io.wsgauge.probe.Probe;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.telemetry.LogConfig;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.Metrics;
import io.wsgauge.testing.Configs;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(VertxExtension.class)
class TargetLoopTest {
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
    TargetRegistry watchlist = new TargetRegistry();
    Target target =
        Target.of(
                Configs.client("{\"targets\": [{\"name\": \"t\", \"url\": \"ws://127.0.0.1/\"}]}")
                    .targets()
                    .get(0))
            .get(0);
    MessageLog log =
        new MessageLog(
            vertx, LoggerFactory.getLogger("test"), "client recv", new LogConfig(0, 100));
    ResultRecorder ledger =
        new ResultRecorder(
            target,
            new Metrics(vertx, "1", Reason.labels()).client(),
            watchlist,
            () -> log,
            new LogRate(vertx, LoggerFactory.getLogger("test"), "states", 10),
            change -> {});
    Context context = vertx.getOrCreateContext();
    BackoffConfig backoff = new BackoffConfig(Duration.ofMillis(1), Duration.ofMillis(1));
    TargetLoop loop =
        new TargetLoop(
            vertx,
            target,
            listener -> probe,
            ledger,
            new Backoff(backoff, ThreadLocalRandom.current()),
            ThreadLocalRandom.current());
    context.runOnContext(v -> loop.start(Duration.ZERO));
    assertTrue(second.await(10, TimeUnit.SECONDS));
    assertTrue(watchlist.snapshot().targets().toString().contains("broken"));
    context.runOnContext(v -> loop.stop());
  }
}
