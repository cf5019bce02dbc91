package io.wsgauge.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.FailureClassifier;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.Probe;
import io.wsgauge.probe.ProbeListener;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.text.RetryAfter;
import io.wsgauge.text.TimeOfDay;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one target again and again until it is stopped. The next run is armed when the former has
 * ended, so that none overlap; after one that failed, or a connection that was lost, it waits for a
 * back-off where connections are kept, and in each case for as long as a refusal's Retry-After asks
 * for, up to {@link #MAX_RETRY_AFTER}. Only a connection that has held for an interval ends a row
 * of such waits. Event loop only.
 */
final class TargetLoop implements ProbeListener {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetLoop.class);

  /** A server that asks for more is tried earlier, or its recovery would be seen too late. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final Target target;
  private final Probe probe;
  private final ResultRecorder recorder;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final BooleanSupplier stopping;
  private long sequence;
  private boolean stopped;

  /** -1, which no timer has, while there is none: 0 is the first of all. */
  private long timer = -1;

  /** Whether the connection that has ended last had held for an interval. */
  private boolean latestHeld;

  /** Whether the run before has succeeded, and no connection was lost since. */
  private boolean holding;

  /**
   * @param probes makes the target's
   * @param stopping whether the service stops, so that what comes of a run may be its own doing and
   *     counts no more
   */
  TargetLoop(
      Vertx vertx,
      Target target,
      Function<ProbeListener, Probe> probes,
      ResultRecorder recorder,
      Backoff backoff,
      RandomGenerator random,
      BooleanSupplier stopping) {
    this.vertx = vertx;
    this.target = target;
    this.probe = probes.apply(this);
    this.recorder = recorder;
    this.backoff = backoff;
    this.random = random;
    this.stopping = stopping;
  }

  /**
   * @param delay before the first run
   */
  void start(Duration delay) {
    arm(delay.toMillis());
  }

  /** Ends the loop and its connection. Calling it again does nothing. */
  void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    probe.cancel();
    recorder.close();
  }

  @Override
  public void sent() {
    recorder.sent();
  }

  @Override
  public void replied(boolean text, Buffer payload, Duration roundTrip) {
    recorder.replied(text, payload, roundTrip);
  }

  @Override
  public void ended(ConnectionEnd end) {
    latestHeld = end.duration().compareTo(target.config().interval()) >= 0;
    recorder.ended(end);
  }

  @Override
  public void lost(Failed why) {
    if (isOver()) {
      return;
    }
    vertx.cancelTimer(timer);
    arm(backoff.nextMillis());
    holding = false;
    recorder.lost(latestHeld);
    record(why);
  }

  private void run() {
    long startedAt = System.nanoTime();
    Future.succeededFuture()
        .compose(v -> probe.run(++sequence))
        .onSuccess(result -> ended(result, startedAt))
        .onFailure(this::brokeOff);
  }

  /** A run that could not be made, for want of memory or by a fault here, is not to be the last. */
  private void brokeOff(Throwable error) {
    if (isOver()) {
      return; // it was given up
    }
    arm(backoff.nextMillis());
    LOGGER.error("A run of {} broke off", target.name(), error);
    probe.cancel();
    record(new Failed(Reason.LOCAL_ERROR, Phase.IDLE, FailureClassifier.message(error)));
  }

  private boolean isOver() {
    return stopped || stopping.getAsBoolean();
  }

  private void ended(ProbeResult result, long startedAt) {
    if (isOver()) {
      return;
    }
    boolean fresh = !target.config().isKept();
    boolean held = fresh || holding;
    holding = result.succeeded();
    if (holding && held) {
      backoff.reset();
    }
    long wait = holding || fresh ? untilNext(startedAt) : backoff.nextMillis();
    arm(Math.max(wait, retryAfterMillis(result)));
    recorder.record(result, startedAt, held);
  }

  /** What is not the result of a run, but of the wait for the next. */
  private void record(Failed why) {
    recorder.record(
        new ProbeResult(
            target.name(), ++sequence, TimeOfDay.now(), Duration.ZERO, Map.of(), why, null),
        System.nanoTime(),
        false);
  }

  private long untilNext(long startedAt) {
    long left = target.config().interval().toNanos() - (System.nanoTime() - startedAt);
    long jitter = target.config().jitter().toMillis();
    return Math.floorDiv(left + 999_999, 1_000_000) // never sooner than the interval
        + (jitter == 0 ? 0 : random.nextLong(jitter + 1));
  }

  /** The wait that a server which has refused the upgrade asks for, at least 1. */
  static long retryAfterMillis(ProbeResult result) {
    ConnectionInfo opened = result.opened();
    String asked = opened == null ? null : opened.headers().get("Retry-After");
    return Math.min(MAX_RETRY_AFTER.toMillis(), RetryAfter.parse(asked).toMillis() + 1);
  }

  private void arm(long delayMillis) {
    timer = vertx.setTimer(Math.max(1, delayMillis), fired -> run());
  }
}
