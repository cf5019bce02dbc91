package io.wsgauge.probe;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.Outcome.Failed;
import java.time.Duration;

/** Is told what happens to a {@link Probe} beside the results of its runs. On its event loop. */
public interface ProbeListener {
  /** A message or ping went out whole. */
  default void sent() {}

  /**
   * A message came that answers one, as expected or not.
   *
   * @param payload to be left as it is
   */
  default void replied(boolean text, Buffer payload, Duration roundTrip) {}

  /** A connection that was kept has ended. */
  default void ended(ConnectionEnd end) {}

  /** That happened between two runs, and not as the target may do; told next. */
  default void lost(Failed why) {}
}
