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
    return path.patience(8).multipliedBy(MORE_OPENINGS);
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
              return (dialed.socket() == null
                      ? Future.succeededFuture()
                      : look(path, dialed.socket()))
                  .compose(v -> open(path, attempts));
            });
  }

  /**
   * A gateway may answer 101 before it has asked its backend, and end the WebSocket when it has.
   */
  private static Future<Void> look(Path path, CheckSocket socket) {
    return Future.any(socket.ending(), path.after(Path.seconds(path.openingSeconds() + 0.02)))
        .map(
            any -> {
              path.interrupted("reliability", socket, null);
              socket.drop(false);
              return null;
            });
  }
}
