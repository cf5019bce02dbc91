package io.wsgauge.probe;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * How a connection that was open has ended.
 *
 * @param code of the close frame that began the end; 0 where there was none
 * @param detail the close frame's reason, or what cut it; may be empty
 */
public record ConnectionEnd(Instant endedAt, Duration duration, By by, int code, String detail) {
  /** Who ended it. */
  public enum By {
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
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("ended", ProbeResult.time(endedAt))
            .put("lifetime", ProbeResult.seconds(duration))
            .put("by", by.label());
    if (code != 0) {
      json.put("code", code);
    }
    return json.put("reason", detail);
  }
}
