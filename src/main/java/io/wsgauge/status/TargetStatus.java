package io.wsgauge.status;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsgauge.probe.ConnectionEnd;
import io.wsgauge.probe.ConnectionInfo;
import io.wsgauge.probe.ProbeResult;
import io.wsgauge.probe.Reason;
import io.wsgauge.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What is known of one target: what it is, its state, and the end of its history, of which it keeps
 * a bounded part in memory. What it is told goes on to the subscribers. Any thread.
 */
public final class TargetStatus {
  static final int MAX_RESULTS = 60;
  static final int MAX_LIFETIMES = 20;

  private final Description description;
  private final EventStreams subscribers;
  private final Percentiles percentiles;

  /** Held for a moment, since an event loop waits for it. */
  private final Object lock = new Object();

  private final BoundedHistory<ProbeSummary> results = new BoundedHistory<>(MAX_RESULTS);
  private final BoundedHistory<ConnectionEnd> lifetimes = new BoundedHistory<>(MAX_LIFETIMES);
  private State state = State.UNKNOWN;
  private Instant since;
  private Instant lastSuccess;
  private ProbeResult last;
  private ProbeResult lastFailure;
  private ConnectionInfo lastOpened;

  /**
   * What a target is.
   *
   * @param url is kept with its credentials masked
   * @param kind what a run does
   * @param connection whether it is kept between two runs
   */
  public record Description(
      String name,
      String url,
      Map<String, String> labels,
      String kind,
      String connection,
      Duration interval,
      Duration timeout) {

    public Description {
      url = Secrets.mask(url);
    }

    private JsonObject toJson() {
      return new JsonObject()
          .put("name", name)
          .put("url", url)
          .put("labels", new JsonObject(new LinkedHashMap<>(labels)))
          .put("kind", kind)
          .put("connection", connection)
          .put("interval", ProbeResult.seconds(interval))
          .put("timeout", ProbeResult.seconds(timeout));
    }
  }

  /** What changes of it, at one moment. */
  private record Snapshot(
      State state,
      Instant since,
      Instant lastSuccess,
      ProbeResult last,
      ProbeResult lastFailure,
      ConnectionInfo lastOpened,
      List<ProbeSummary> results,
      List<ConnectionEnd> lifetimes) {}

  /**
   * @param since when it began to be watched
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
   * A run has ended.
   *
   * @param state of the target after it; one that is new is told by {@link #changed} as well
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
    subscribers.publish(name(), "result", () -> result.toJson().put("state", state.label()));
  }

  /**
   * @param reason null when it is up
   */
  public void changed(State from, State to, Instant at, Reason reason) {
    synchronized (lock) {
      state = to;
      since = at;
    }
    subscribers.publish(
        name(),
        "state",
        () -> {
          JsonObject json =
              new JsonObject()
                  .put("target", name())
                  .put("state", to.label())
                  .put("from", from.label())
                  .put("time", ProbeResult.time(at));
          return reason == null ? json : json.put("reason", reason.label());
        });
  }

  /** A connection that was open has ended. */
  public void ended(ConnectionEnd lifetime) {
    synchronized (lock) {
      lifetimes.add(lifetime);
    }
  }

  JsonObject toJson() {
    Snapshot now = snapshot();
    JsonArray runs = new JsonArray();
    now.results.forEach(run -> runs.add(run.toJson()));
    JsonArray ends = new JsonArray();
    now.lifetimes.forEach(lifetime -> ends.add(lifetime.toJson()));
    return description
        .toJson()
        .put("state", now.state.label())
        .put("since", ProbeResult.time(now.since))
        .put("last", now.last == null ? null : now.last.toJson())
        .put("lastSuccess", now.lastSuccess == null ? null : ProbeResult.time(now.lastSuccess))
        .put("lastFailure", now.lastFailure == null ? null : now.lastFailure.toJson())
        .put("lastConnection", now.lastOpened == null ? null : now.lastOpened.toJson())
        .put("results", runs)
        .put(
            "historyFrom",
            now.results.isEmpty() ? null : ProbeResult.time(now.results.get(0).startedAt()))
        .put("percentiles", percentiles.toJson())
        .put("lifetimes", ends);
  }

  private Snapshot snapshot() {
    synchronized (lock) {
      return new Snapshot(
          state,
          since,
          lastSuccess,
          last,
          lastFailure,
          lastOpened,
          results.list(),
          lifetimes.list());
    }
  }
}
