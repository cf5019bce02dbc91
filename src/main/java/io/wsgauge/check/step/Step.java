package io.wsgauge.check.step;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * One measurement of a check, which closes what it opens.
 *
 * @param <M> what it measures
 */
interface Step<M> {
  /** The step's name in reports. */
  String name();

  /** How long it may take, by what is known of the path by now. */
  Duration budget(Path path);

  /** Whether it is measured once more where its own event loop was late meanwhile. */
  default boolean isRepeatable() {
    return false;
  }

  /**
   * Measures. Event loop only.
   *
   * @return fails with the reason for which it could not be measured
   */
  Future<M> run(Path path);
}
