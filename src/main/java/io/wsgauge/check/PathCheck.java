package io.wsgauge.check;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.report.Report;
import io.wsgauge.check.report.Step;
import io.wsgauge.check.step.StepReport;
import io.wsgauge.check.step.Survey;
import io.wsgauge.check.step.SurveyOptions;
import io.wsgauge.check.step.SurveyResult;
import io.wsgauge.text.TimeOfDay;
import io.wsgauge.wire.BufferBudget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One check: measures the path, then the way past its proxy where there is one, and judges. */
public final class PathCheck {
  private final Vertx vertx;
  private final Survey through;

  /** The survey past the proxy; null without one. */
  private final @Nullable Survey direct;

  private volatile boolean cancelled;

  /**
   * What to measure.
   *
   * @param listener called on the check's event loop
   */
  public record Way(SurveyOptions options, Survey.Listener listener) {}

  /**
   * A check that has the process for itself.
   *
   * @param direct past the proxy; null leaves it out
   */
  public PathCheck(Vertx vertx, Way through, @Nullable Way direct) {
    this(vertx, new BufferBudget(Runtime.getRuntime().maxMemory() / 2), through, direct);
  }

  /**
   * @param direct past the proxy; null leaves it out
   * @param budget of what peers make this end hold
   */
  public PathCheck(Vertx vertx, BufferBudget budget, Way through, @Nullable Way direct) {
    this.vertx = vertx;
    this.through = survey(budget, through);
    this.direct = direct == null ? null : survey(budget, direct);
  }

  private Survey survey(BufferBudget budget, Way way) {
    return new Survey(vertx, way.options(), way.listener(), budget);
  }

  /**
   * Begins, on the current event loop, or from any other thread on one of its own. To be called
   * once.
   *
   * @return fails when it is cancelled, and by a fault on this side
   */
  public Future<Report> run() {
    Instant started = TimeOfDay.now();
    return through
        .run()
        .compose(
            measured ->
                direct == null || cancelled
                    ? judge(measured, null, started)
                    : direct.run().compose(beside -> judge(measured, beside, started)));
  }

  /** Ends it: what is open is closed, and nothing more is opened. Thread-safe. */
  public void cancel() {
    cancelled = true;
    through.cancel();
    if (direct != null) {
      direct.cancel();
    }
  }

  private Future<Report> judge(
      SurveyResult through, @Nullable SurveyResult beside, Instant started) {
    Measurements measured = through.measurements();
    return vertx.executeBlocking(
        () ->
            beside == null
                ? Report.of(measured, steps(through), started, through.seconds())
                : Report.of(
                    measured.withDirect(beside.measurements()),
                    steps(through),
                    started,
                    through.seconds() + beside.seconds()));
  }

  private static List<Step> steps(SurveyResult result) {
    return result.steps().stream().map(PathCheck::step).toList();
  }

  /** A step as reports have it. */
  static Step step(StepReport step) {
    Step.State state =
        switch (step.state()) {
          case MEASURED -> Step.State.MEASURED;
          case PARTLY -> Step.State.PARTLY;
          case NOT_MEASURED -> Step.State.NOT_MEASURED;
          case SKIPPED -> Step.State.SKIPPED;
        };
    return new Step(step.name(), state, step.seconds(), step.reason());
  }
}
