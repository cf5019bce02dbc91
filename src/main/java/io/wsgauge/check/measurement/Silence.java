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

    /** From the opening to the end; null where it lived. */
    public @Nullable Double lifetime() {
      return ending == null ? null : ending.at() - openedAt;
    }

    /** From the last data to the end; null where it lived. */
    public @Nullable Double silence() {
      return ending == null ? null : ending.at() - lastDataAt;
    }
  }
}
