package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionEnd.By;
import io.wsgauge.probe.Outcome.Failed;
import io.wsgauge.probe.Outcome.Succeeded;
import io.wsgauge.probe.Phase;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.probe.Target;
import io.wsgauge.probe.TargetConfig;
import io.wsgauge.status.State;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.status.TargetRegistry;
import io.wsgauge.status.TargetStatus;
import io.wsgauge.status.TargetStatus.Description;
import io.wsgauge.telemetry.ClientMetrics;
import io.wsgauge.telemetry.LogRate;
import io.wsgauge.telemetry.MessageLog;
import io.wsgauge.telemetry.TargetMetrics;
import io.wsgauge.text.Durations;
import io.wsgauge.text.Payloads;
import io.wsgauge.text.Secrets;
import io.wsgauge.text.TimeOfDay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Records what comes of a target's runs: in its metrics, its history, its state and the log, where
 * each change of the state is one line, up to a rate. Event loop only.
 */
final class ResultRecorder {
  private static final Logger LOGGER = LoggerFactory.getLogger(ResultRecorder.class);

  /** What becomes of a connection that does not survive a silence. */
  private static final Set<Reason> OF_SILENCE =
      Set.of(
          Reason.CUT_WITHOUT_CLOSE,
          Reason.CLOSED_BY_PEER,
          Reason.REPLY_TIMEOUT,
          Reason.PONG_TIMEOUT);

  private final Target target;
  private final String url;
  private final ClientMetrics allMetrics;
  private final TargetMetrics metrics;
  private final TargetRegistry watchlist;
  private final TargetStatus watched;
  private final Supplier<MessageLog> logs;
  private final LogRate changeRate;
  private final Consumer<StateChange> changes;
  private final StateTracker state;
  private final StabilityTracker stability = new StabilityTracker();
  private final LongSupplier nanoTime;

  /** The state of the target, of which the tracker of rows knows a part. */
  private State current = State.UNKNOWN;

  /** When the latest run has ended. */
  private long latestRun;

  /** What the latest check has found. */
  private List<TargetFinding> findings = List.of();

  private long troubleSince;

  /**
   * @param logs the log to use now
   * @param changeRate of the lines that report a change; beyond it they are DEBUG
   * @param changes called with each change of the state
   * @param nanoTime as {@link System#nanoTime}
   */
  ResultRecorder(
      Target target,
      ClientMetrics metrics,
      TargetRegistry watchlist,
      Supplier<MessageLog> logs,
      LogRate changeRate,
      Consumer<StateChange> changes,
      LongSupplier nanoTime) {
    this.target = target;
    this.url = Secrets.mask(target.url().toString());
    TargetConfig config = target.config();
    this.allMetrics = metrics;
    List<String> reasons = target.reasons().stream().map(Reason::label).toList();
    this.metrics =
        target.measured()
            ? metrics.add(target.name(), config.labelMap(), reasons)
            : metrics.apart(target.name(), config.labelMap(), reasons);
    this.watchlist = watchlist;
    this.watched =
        watchlist.add(
            new Description(
                target.name(),
                url,
                config.labelMap(),
                config.kind().label(),
                config.connection().label(),
                config.interval(),
                config.timeout(),
                watchlist.page(target.name())));
    this.logs = logs;
    this.changeRate = changeRate;
    this.changes = changes;
    this.nanoTime = nanoTime;
    this.latestRun = nanoTime.getAsLong();
    this.state = new StateTracker(config.downAfter(), config.upAfter(), config.interval());
  }

  /** Ends the record: the target is neither in the metrics nor on the watchlist. */
  void close() {
    allMetrics.remove(metrics);
    watchlist.remove(watched);
  }

  /** A question went out whole. */
  void sent() {
    metrics.pingSent();
  }

  /** A message came that answers one. */
  void replied(boolean text, Buffer payload, Duration roundTrip) {
    MessageLog log = logs.get();
    if (log.take()) {
      log.log(
          target.name(),
          text,
          payload.slice(0, Math.min(payload.length(), log.maxLength())),
          payload.length(),
          " (" + Durations.format(roundTrip) + ")");
    }
  }

  /**
   * A connection was lost between two runs, which is recorded next.
   *
   * @param held whether it had held for an interval
   */
  void lost(boolean held) {
    state.lost(held);
  }

  /**
   * A run has ended.
   *
   * @param startedAt in {@link System#nanoTime}
   * @param held whether connections have held for an interval, none having been lost in it
   */
  void record(ProbeResult result, long startedAt, boolean held) {
    if (result.opened() != null && result.opened().certificateNotAfter() != null) {
      metrics.certificateNotAfter(result.opened().certificateNotAfter());
    }
    Failed failed = result.outcome() instanceof Failed failure ? failure : null;
    result
        .phases()
        .forEach(
            (phase, duration) -> {
              if (failed == null || failed.phase() != phase) {
                handshake(phase, duration);
              }
            });
    if (failed != null) {
      state.failed(startedAt);
      metrics.failure(failed.reason().label());
      if (failed.reason() == Reason.REPLY_MISMATCH) {
        metrics.reply(false);
      }
      LOGGER.debug("{} failed in {}: {}", target.name(), failed.phase().label(), failed);
    } else if (result.outcome() instanceof Succeeded succeeded) {
      state.succeeded(held);
      metrics.lastSuccess(result.startedAt());
      if (succeeded.roundTrip() != null) {
        metrics.reply(true);
        metrics.roundTrip(succeeded.roundTrip());
      }
    }
    State row = state.state();
    latestRun = nanoTime.getAsLong();
    stability.run(latestRun, failed == null, row == State.DOWN);
    boolean unstable = stability.reason() != null && row != State.DOWN;
    State before = current;
    current = unstable ? State.UNSTABLE : row;
    Duration silence = result.phases().get(Phase.IDLE);
    if (silence != null && (failed == null || OF_SILENCE.contains(failed.reason()))) {
      metrics.silence(silence, failed == null);
    }
    metrics.up(row == State.UP || row == State.FAILING);
    metrics.failing(row == State.FAILING);
    metrics.state(current.label());
    watched.unstable(stability.reason());
    watched.record(result, current);
    if (current != before) {
      changed(before, failed);
    }
  }

  /** A connection has ended. */
  void ended(ConnectionEnd lifetime) {
    metrics.lifetime(lifetime.duration());
    if (target.config().isKept() && lifetime.by() != By.CLIENT) {
      long now = nanoTime.getAsLong();
      Duration silence = Duration.ofNanos(now - latestRun);
      boolean accepted =
          lifetime.by() == By.PEER
              && target.config().acceptedCloseCodes().contains(lifetime.code());
      stability.ended(
          now,
          lifetime.duration(),
          silence.compareTo(lifetime.duration()) < 0 ? silence : lifetime.duration(),
          !accepted);
    }
    watched.ended(lifetime);
  }

  /**
   * A check of the path has ended.
   *
   * @return what has changed since the one before, or since the start; null where nothing has
   */
  @Nullable FindingsChange checked(List<TargetFinding> found) {
    List<TargetFinding> appeared = FindingsChange.without(found, findings);
    List<TargetFinding> gone = FindingsChange.without(findings, found);
    boolean news = !appeared.isEmpty() || !gone.isEmpty();
    findings = List.copyOf(found);
    metrics.findings(found.stream().map(f -> Map.entry(f.id(), f.severity())).toList());
    Instant at = TimeOfDay.now();
    watched.checked(found, at, news);
    if (!news) {
      return null;
    }
    FindingsChange change =
        new FindingsChange(
            target.name(),
            url,
            target.config().labelMap(),
            at,
            appeared,
            gone,
            watchlist.page(target.name()));
    line(appeared.isEmpty() ? Level.INFO : Level.WARN)
        .log("check of {}", Payloads.field(change.summary()));
    return change;
  }

  private void handshake(Phase phase, Duration duration) {
    if (phase.compareTo(Phase.UPGRADE) <= 0) {
      metrics.handshake(phase.label(), duration);
    }
  }

  /**
   * @param failed null where the run succeeded
   */
  private void changed(State before, @Nullable Failed failed) {
    State now = current;
    String unstable = stability.reason();
    Instant at = TimeOfDay.now();
    if (unstable != null) {
      line(Level.WARN).log("{} is {}: {} ({})", target.name(), now.label(), unstable, url);
    } else if (failed == null) {
      String again =
          before == State.UNKNOWN
              ? ""
              : " again after "
                  + Durations.format(Duration.ofNanos(nanoTime.getAsLong() - troubleSince));
      line(Level.INFO).log("{} is up{}: {}", target.name(), again, url);
    } else {
      line(Level.WARN)
          .log(
              "{} is {}: {}: {} ({}{}, {})",
              target.name(),
              now.label(),
              failed.reason().label(),
              failed.reason().text(),
              failed.phase().label(),
              failed.detail().isEmpty() ? "" : ", " + failed.detail(),
              url);
    }
    if (before == State.UP || before == State.UNKNOWN) {
      troubleSince = nanoTime.getAsLong();
    }
    Reason reason = failed == null ? null : failed.reason();
    watched.changed(before, now, at, reason);
    changes.accept(
        new StateChange(
            target.name(),
            url,
            target.config().labelMap(),
            before.label(),
            now.label(),
            at,
            unstable != null ? now.label() : reason == null ? null : reason.label(),
            unstable != null ? unstable : reason == null ? null : reason.text(),
            state.failuresInRow(),
            watchlist.page(target.name())));
  }

  private LoggingEventBuilder line(Level level) {
    return LOGGER.atLevel(changeRate.take() ? level : Level.DEBUG);
  }
}
