package io.wsgauge.probe;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.Outcome.Failed;
import java.time.Duration;

/** Listener to the events of a {@link Probe} beside the results of its runs. Event loop only. */
public interface ProbeListener {
  /** A message or ping was written whole. */
  default void sent() {}

  /**
   * A message came to the question, as expected or not; of those that are not, any number.
   *
   * @param payload not to be changed
   */
  default void replied(boolean text, Buffer payload, Duration roundTrip) {}

  /** A kept connection has ended. */
  default void ended(ConnectionEnd end) {}

  /**
   * A kept connection was lost between two runs, other than by an accepted close. Called right
   * after {@link #ended}.
   */
  default void lost(Failed why) {}
}
