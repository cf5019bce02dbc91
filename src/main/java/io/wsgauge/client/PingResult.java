package io.wsgauge.client;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What came of one ping. */
sealed interface PingResult {
  /**
   * The reply that was wanted.
   *
   * @param roundTrip from the message's write to the reply's last byte
   */
  record Replied(boolean text, Buffer payload, Duration roundTrip) implements PingResult {}

  /**
   * Anything else.
   *
   * @param phase in which it failed
   * @param reason for a person
   */
  record Failed(Phase phase, String reason) implements PingResult {}
}
