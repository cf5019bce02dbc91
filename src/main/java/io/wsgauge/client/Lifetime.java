package io.wsgauge.client;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * How a connection that was open has ended.
 *
 * @param code of the close frame that began the end; 0 where there was none
 * @param detail the close frame's reason, or what cut it; may be empty
 */
record Lifetime(Instant endedAt, Duration duration, By by, int code, String detail) {
  /** Who ended it. */
  enum By {
    PEER("peer"),
    CLIENT("client"),
    /** TCP ended or failed without a close frame. */
    CUT("cut");

    private final String label;

    By(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** Seconds are numbers; without a close frame there is no code. */
  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("ended", Result.time(endedAt))
            .put("lifetime", Result.seconds(duration))
            .put("by", by.label());
    if (code != 0) {
      json.put("code", code);
    }
    return json.put("reason", detail);
  }
}
