package io.wsgauge.command;

import io.vertx.core.buffer.Buffer;
import io.wsgauge.probe.CloseReason;

/** What a person or a script says over a WebSocket. */
sealed interface Outgoing {
  /**
   * @param payload valid UTF-8 where it is text
   */
  record Message(boolean text, Buffer payload) implements Outgoing {}

  /**
   * @param payload at most 125 bytes
   */
  record Ping(Buffer payload) implements Outgoing {
    static final int MAX_SIZE = 125;

    /**
     * @throws IllegalArgumentException with the rule that is broken
     */
    public Ping {
      if (payload.length() > MAX_SIZE) {
        throw new IllegalArgumentException("a ping must be at most " + MAX_SIZE + " bytes");
      }
    }
  }

  record Close(CloseReason reason) implements Outgoing {}
}
