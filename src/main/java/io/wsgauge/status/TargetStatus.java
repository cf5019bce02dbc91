package io.wsgauge.status;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The status of one target: its description, its state, and the end of its history, of which a
 * bounded part is in memory. Results and changes go on to the streams. Thread-safe.
 */
public final class TargetStatus {
  static final int MAX_RESULTS = 60;
  static final int MAX_LIFETIMES = 20;

  private final Description description;
  private final EventStreams subscribers;
  private final Percentiles percentiles;

  /** The lock is held for moments only, since an event loop waits for it. */
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final BoundedHistory<ProbeSummary> results = new BoundedHistory<>(MAX_RESULTS);

  @GuardedBy("lock")
  private final BoundedHistory<ConnectionEnd> lifetimes = new BoundedHistory<>(MAX_LIFETIMES);

  @GuardedBy("lock")
  private State state = State.UNKNOWN;

  @GuardedBy("lock")
  private Instant since;

  /** What the latest check has found; null before the first. */
  @GuardedBy("lock")
  private @Nullable Checked checked;

  /** Why it is unstable, in words; null where it is not. */
  @GuardedBy("lock")
  private @Nullable String unstable;

  @GuardedBy("lock")
  private @Nullable Instant lastSuccess;

  @GuardedBy("lock")
  private @Nullable ProbeResult last;

  @GuardedBy("lock")
  private @Nullable ProbeResult lastFailure;

  @GuardedBy("lock")
  private @Nullable ConnectionInfo lastOpened;

  /**
   * The description of a target.
   *
   * @param url kept with its credentials masked
   * @param kind of its runs
   * @param connection whether the connection is kept between two runs
   * @param page where the target is shown; null where nobody knows
   */
  public record Description(
      String name,
      String url,
      Map<String, String> labels,
      String kind,
      String connection,
      Duration interval,
      Duration timeout,
      @Nullable String page) {

    public Description {
      url = Secrets.mask(url);
    }
  }

  /** What a check has found. */
  record Checked(Instant at, List<TargetFinding> findings) {}

  /**
   * The status at one moment; what did not happen yet is null.
   *
   * @param since when the target came into its state
   * @param windows statistics by the names of their windows, the shortest first
   */
  record Snapshot(
      Description description,
      State state,
      Instant since,
      @Nullable String unstable,
      @Nullable Checked checked,
      @Nullable Instant lastSuccess,
      @Nullable ProbeResult last,
      @Nullable ProbeResult lastFailure,
      @Nullable ConnectionInfo lastOpened,
      List<ProbeSummary> results,
      List<ConnectionEnd> lifetimes,
      Map<String, WindowStatistics> windows) {}

  /**
   * @param since when the target began to be watched
   * @param nanoTime as {@link System#nanoTime}
   */
  TargetStatus(
      Description description, EventStreams subscribers, Instant since, LongSupplier nanoTime) {
    this.description = description;
    this.subscribers = subscribers;
    this.since = since;
    this.percentiles = new Percentiles(nanoTime);
  }

  String name() {
    return description.name();
  }

  boolean isDown() {
    synchronized (lock) {
      return state == State.DOWN;
    }
  }

  /**
   * Records the result of a run.
   *
   * @param state of the target after it; a new one is reported by {@link #changed} as well
   */
  public void record(ProbeResult result, State state) {
    percentiles.record(result);
    synchronized (lock) {
      results.add(ProbeSummary.of(result));
      last = result;
      if (result.opened() != null) {
        lastOpened = result.opened();
      }
      if (result.succeeded()) {
        lastSuccess = result.startedAt();
      } else {
        lastFailure = result;
      }
    }
    subscribers.publish(name(), "result", () -> StatusJson.result(result, state));
  }

  /**
   * Records why the target is unstable, before the state is.
   *
   * @param why in words; null where it is not
   */
  public void unstable(@Nullable String why) {
    synchronized (lock) {
      unstable = why;
    }
  }

  /**
   * Records a check of its path.
   *
   * @param news whether they differ from those before
   */
  public void checked(List<TargetFinding> findings, Instant at, boolean news) {
    Checked now = new Checked(at, List.copyOf(findings));
    synchronized (lock) {
      checked = now;
    }
    if (news) {
      subscribers.publish(name(), "findings", () -> StatusJson.findings(name(), now));
    }
  }

  /**
   * Records a change of the state.
   *
   * @param reason null when the latest run has succeeded
   */
  public void changed(State from, State to, Instant at, @Nullable Reason reason) {
    String why;
    synchronized (lock) {
      state = to;
      since = at;
      why = unstable;
    }
    subscribers.publish(
        name(), "state", () -> StatusJson.stateChange(name(), from, to, at, reason, why));
  }

  /** Records the end of a connection that was open. */
  public void ended(ConnectionEnd lifetime) {
    synchronized (lock) {
      lifetimes.add(lifetime);
    }
  }

  Snapshot snapshot() {
    Map<String, WindowStatistics> windows = percentiles.statistics(); // too long for the lock
    synchronized (lock) {
      return new Snapshot(
          description,
          state,
          since,
          unstable,
          checked,
          lastSuccess,
          last,
          lastFailure,
          lastOpened,
          results.list(),
          lifetimes.list(),
          windows);
    }
  }
}
