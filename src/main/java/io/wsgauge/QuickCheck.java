package io.wsgauge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wsgauge.check.PathCheck;
import io.wsgauge.check.report.Report;
import io.wsgauge.check.report.Verdict;
import io.wsgauge.check.step.StepReport;
import io.wsgauge.check.step.Survey;
import io.wsgauge.check.step.SurveyOptions;
import io.wsgauge.client.PathChecker;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetFinding;
import io.wsgauge.text.Secrets;
import io.wsgauge.wire.BufferBudget;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Checks targets without waiting for silence, on the event loop that made it. Thread-safe. */
final class QuickCheck implements PathChecker {
  /** The time after which a check is given up. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Survey.Listener NOBODY =
      new Survey.Listener() {
        @Override
        public void begun(String step) {}

        @Override
        public void ended(StepReport report) {}
      };

  private final Vertx vertx;
  private final BufferBudget budget;

  /** Not that of the client, whose times are to be right while a check goes on. */
  private final Context context;

  QuickCheck(Vertx vertx, BufferBudget budget) {
    this.vertx = vertx;
    this.budget = budget;
    this.context = vertx.getOrCreateContext();
  }

  @Override
  public Future<List<TargetFinding>> check(Target target) {
    Promise<Report> done = Promise.promise();
    context.runOnContext(
        v -> Future.succeededFuture().compose(now -> run(target)).onComplete(done));
    return done.future()
        .compose(
            report ->
                report.verdict() == Verdict.INCOMPLETE
                    ? Future.failedFuture(report.sentence())
                    : Future.succeededFuture(findings(report)));
  }

  private Future<Report> run(Target target) {
    SurveyOptions quick = new SurveyOptions(target, Duration.ZERO, 0, Set.of(), Set.of());
    PathCheck check = new PathCheck(vertx, budget, new PathCheck.Way(quick, NOBODY), null);
    long timer = vertx.setTimer(LONGEST.toMillis(), fired -> check.cancel());
    return check.run().onComplete(ended -> vertx.cancelTimer(timer));
  }

  private static List<TargetFinding> findings(Report report) {
    return report.findings().stream()
        .map(
            finding ->
                new TargetFinding(
                    finding.id().label(),
                    finding.direction(),
                    finding.severity().label(),
                    Secrets.mask(finding.sentence())))
        .toList();
  }
}
