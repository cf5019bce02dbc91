package io.wsgauge.check.measurement;

/**
 * How a WebSocket ended, as one end saw it.
 *
 * @param at when
 * @param by who began it, as far as that end knows
 * @param code of the close frame that arrived; 0 without one, 1005 for one without a code
 * @param reason of that close frame
 * @param how TCP ended
 */
public record Ending(double at, By by, int code, String reason, How how) {
  /** The side that began. */
  public enum By {
    PEER,
    SELF,
    /** TCP ended without a close frame. */
    CUT
  }

  /** The end of TCP. */
  public enum How {
    FIN,
    RESET,
    /** This end's own timer. */
    TIMEOUT,
    UNKNOWN
  }
}
