package io.wsgauge.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wsgauge.probe.AddressRotation;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Exchange;
import io.wsgauge.probe.FailureClassifier;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeConnection;
import io.wsgauge.probe.ProbeConnection.End;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig.ConnectionMode;
import io.wsgauge.probe.WebSocketProbe;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one target again and again until it is stopped. The next run is armed when the former has
 * ended, so that none overlap. A connection that is kept is made anew, after a back-off, when it
 * ended or a run failed. On one event loop only.
 */
final class TargetLoop {
  private static final Logger LOGGER = LoggerFactory.getLogger(TargetLoop.class);

  private final Context context;
  private final WebSocketClient client;
  private final BufferBudget budget;
  private final Supplier<Future<WebSocketConnectOptions>> connectOptions;
  private final Target target;
  private final ResultRecorder ledger;
  private final Backoff backoff;
  private final RandomGenerator random;
  private final AddressRotation addresses;
  private final Exchange.Template questions;

  /** Kept between runs; null when there is none. */
  private ProbeConnection connection;

  /** Null when none is under way. */
  private WebSocketProbe run;

  private long sequence;
  private boolean stopped;
  private long timer;

  TargetLoop(
      Context context,
      WebSocketClient client,
      BufferBudget budget,
      Supplier<Future<WebSocketConnectOptions>> connectOptions,
      Target target,
      ResultRecorder ledger,
      Backoff backoff,
      RandomGenerator random) {
    this.context = context;
    this.client = client;
    this.budget = budget;
    this.connectOptions = connectOptions;
    this.target = target;
    this.ledger = ledger;
    this.backoff = backoff;
    this.random = random;
    this.addresses = new AddressRotation(target.family());
    this.questions = new Exchange.Template(target.config());
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
    context.owner().cancelTimer(timer);
    if (run != null) {
      run.cancel();
    }
    discard();
    ledger.close();
  }

  private void run() {
    long startedAt = System.nanoTime();
    Future.succeededFuture()
        .compose(
            v -> {
              run =
                  new WebSocketProbe(
                      context,
                      target,
                      target.config().timeout(),
                      ++sequence,
                      questions,
                      connection,
                      budget,
                      ledger);
              return run.start(client, connectOptions, addresses);
            })
        .onSuccess(result -> ended(result, run.connection(), startedAt))
        .onFailure(this::brokeOff);
  }

  /** A run that could not be made, for want of memory or by a fault here, is not to be the last. */
  private void brokeOff(Throwable error) {
    if (stopped) {
      return; // it was given up
    }
    arm(backoff.nextMillis());
    LOGGER.error("A run of {} broke off", target.name(), error);
    if (run != null) {
      run.cancel();
      run = null;
    }
    discard();
    ledger.record(
        lost(new Failed(Reason.LOCAL_ERROR, Phase.IDLE, FailureClassifier.message(error))));
  }

  private void ended(ProbeResult result, ProbeConnection used, long startedAt) {
    run = null;
    boolean keep = target.config().connection() == ConnectionMode.KEEP;
    if (result.succeeded() && keep) {
      keep(used);
    } else if (used != null) {
      // a late reply must not pass for that of the next run
      release(used, keep);
    }
    if (result.succeeded() || !keep) {
      backoff.reset();
      armNext(startedAt);
    } else {
      arm(backoff.nextMillis());
    }
    ledger.record(result);
  }

  private void keep(ProbeConnection used) {
    if (connection != used) {
      connection = used;
      used.onEnded(end -> ended(used, end));
    }
  }

  private void release(ProbeConnection used, boolean wasKept) {
    if (wasKept && connection != used) {
      used.onEnded(end -> ledger.ended(end.lifetime()));
    }
    connection = null;
    used.close();
  }

  /** Of a connection that is kept. */
  private void ended(ProbeConnection which, End end) {
    ledger.ended(end.lifetime());
    if (connection != which || run != null) {
      return; // it was discarded, or the run tells
    }
    connection = null;
    boolean accepted =
        end.lifetime().by() == By.PEER
            && target.config().acceptedCloseCodes().contains(end.why().closeCode());
    if (!stopped && !accepted) {
      context.owner().cancelTimer(timer);
      arm(backoff.nextMillis());
      ledger.record(lost(end.why()));
    }
  }

  /** What is not the result of a run, but of the wait for the next. */
  private ProbeResult lost(Failed why) {
    return new ProbeResult(
        target.name(), ++sequence, TimeOfDay.now(), Duration.ZERO, Map.of(), why, null);
  }

  private void discard() {
    if (connection != null) {
      ProbeConnection discarded = connection;
      connection = null;
      discarded.close();
    }
  }

  private void armNext(long startedAt) {
    Duration spent = Duration.ofNanos(System.nanoTime() - startedAt);
    long jitter = target.config().jitter().toMillis();
    arm(
        target.config().interval().minus(spent).toMillis()
            + (jitter == 0 ? 0 : random.nextLong(jitter + 1)));
  }

  private void arm(long delayMillis) {
    timer = context.owner().setTimer(Math.max(1, delayMillis), fired -> run());
  }
}
