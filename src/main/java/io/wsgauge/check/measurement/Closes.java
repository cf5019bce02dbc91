package io.wsgauge.check.measurement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The step {@code close}: ends that one side makes, and what of them the other side sees. */
public record Closes(Map<Case, Seen> cases) {
  /** Who ends a WebSocket, and how. */
  public enum Case {
    SERVER_CLOSE(Direction.SERVER_TO_CLIENT),
    SERVER_FIN(Direction.SERVER_TO_CLIENT),
    SERVER_RESET(Direction.SERVER_TO_CLIENT),
    CLIENT_CLOSE(Direction.CLIENT_TO_SERVER),
    CLIENT_FIN(Direction.CLIENT_TO_SERVER),
    CLIENT_RESET(Direction.CLIENT_TO_SERVER);

    private final Direction direction;

    Case(Direction direction) {
      this.direction = direction;
    }

    public Direction direction() {
      return direction;
    }
  }

  /**
   * What became of one.
   *
   * @param code that was sent; 0 where no close frame was
   * @param arrived at the other end; null where nothing did in time
   * @param answeredCode of the close frame that came back; 0 without one
   * @param seconds from the end to its arrival, or how long that was waited for
   */
  public record Seen(
      int code, String reason, @Nullable Ending arrived, int answeredCode, double seconds) {}
}
