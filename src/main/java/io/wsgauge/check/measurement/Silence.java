package io.wsgauge.check.measurement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code silence}: lanes, each a WebSocket with its own kind of traffic.
 *
 * @param horizon how long it was watched
 */
public record Silence(List<Lane> lanes, double horizon) {
  /** What keeps a lane busy. */
  public enum Kind {
    SILENT,
    /** Silent, and asked at half the horizon. */
    ASKED_AT_HALF,
    /** One exchange, then silent. */
    FIRST_MESSAGE,
    /** Data of the client alone, which the server does not answer. */
    CLIENT_DATA,
    SERVER_DATA,
    BOTH_DATA,
    CLIENT_PINGS,
    SERVER_PINGS
  }

  /**
   * One lane.
   *
   * @param openedAt when
   * @param lastDataAt when the last byte of data passed; the opening, on a silent one
   * @param ending null where it lived to its end
   * @param answeredAtEnd whether an exchange at its end was answered; null where it had ended, or
   *     the server answers nothing
   * @param ownLag by which this process was late at most in the seconds before the end
   * @param record what the server saw of it; null without a wsgauge, or where it could not be had
   */
  public record Lane(
      Kind kind,
      double openedAt,
      double lastDataAt,
      @Nullable Ending ending,
      @Nullable Boolean answeredAtEnd,
      double ownLag,
      @Nullable ServerRecord record) {

    /** Seconds by which this process may have been late to see an opening. */
    private static final double LATE = 1.5;

    /**
     * From the opening to the end; null where it lived. The server's time counts where it was told
     * of the same end, since this process may have been late to see the opening.
     */
    public @Nullable Double lifetime() {
      if (ending == null) {
        return null;
      }
      double own = ending.at() - openedAt;
      return record != null && record.ending() != null && Math.abs(record.ageSeconds() - own) < LATE
          ? record.ageSeconds()
          : own;
    }

    /** From the last data, by the clock that has seen it, to the end; null where it lived. */
    public @Nullable Double silence() {
      if (ending == null || lastDataAt == openedAt) {
        return lifetime();
      }
      return ending.at() - lastDataAt;
    }
  }
}
