package io.wsgauge.client;

import io.vertx.core.Future;
import io.wsgauge.probe.Target;
import io.wsgauge.status.TargetFinding;
import java.util.List;

/** Checks the path to a target, on whatever event loop. */
public interface PathChecker {
  /**
   * Checks it once.
   *
   * @return fails where the check was not completed
   */
  Future<List<TargetFinding>> check(Target target);
}
