package io.wsgauge.probe;

import io.wsgauge.text.Labelled;
import java.time.Duration;
import java.time.Instant;

/**
 * The end of a connection that was open.
 *
 * @param duration from the upgrade to the end
 * @param code of the close frame that began the end; 0 without a close frame
 * @param detail the close frame's reason, or what cut the connection; may be empty
 */
public record ConnectionEnd(Instant endedAt, Duration duration, By by, int code, String detail) {
  /** The side that ended the connection. */
  public enum By implements Labelled {
    PEER,
    CLIENT,
    /** TCP ended or failed without a close frame. */
    CUT
  }
}
