package io.wsgauge.check.step;

import io.vertx.core.Future;
import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Reliability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens one by one and holds nothing: what fails here, fails without load. */
final class ReliabilityStep implements Step<Reliability> {
  private static final int OPENINGS = 8;

  /** Openings where the first of them shows that some fail. */
  private static final int MORE_OPENINGS = 16;

  @Override
  public String name() {
    return "reliability";
  }

  @Override
  public Duration budget(Path path) {
    return path.patience(2).multipliedBy(MORE_OPENINGS);
  }

  @Override
  public Future<Reliability> run(Path path) {
    return open(path, new ArrayList<>())
        .map(
            attempts -> {
              if (attempts.stream().anyMatch(attempt -> !attempt.isUpgraded())) {
                path.flaky();
              }
              return new Reliability(attempts);
            });
  }

  private static Future<List<Attempt>> open(Path path, List<Attempt> attempts) {
    boolean failing = attempts.stream().anyMatch(attempt -> !attempt.isUpgraded());
    if (attempts.size() >= (failing ? MORE_OPENINGS : OPENINGS)) {
      return Future.succeededFuture(attempts);
    }
    return path.open(path.dialer().request())
        .compose(
            dialed -> {
              attempts.add(dialed.attempt());
              if (dialed.socket() != null) {
                dialed.socket().drop(false);
              }
              return open(path, attempts);
            });
  }
}
