package io.wsgauge.check.measurement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code sizes}: messages of growing sizes, and what separates limits of messages, frames
 * and sums.
 *
 * @param most bytes that the server allows itself, to which it was tried; 0 where that is not known
 */
public record Sizes(List<Try> tries, long most) {
  /** How the bytes were sent. */
  public enum Form {
    /** One message in one frame. */
    WHOLE,
    /** One message in four frames or more, of 4 KiB at most. */
    FRAGMENTS,
    /** Many small messages. */
    SUM
  }

  /**
   * One try, on a connection of its own.
   *
   * @param bytes of the message, or of all
   * @param passed whether they arrived whole
   * @param ended how the connection ended, where it did; null where nothing came at all
   * @param alive whether a ping behind them was answered, where they did not arrive and nothing
   *     ended; null otherwise
   * @param byServer whether the server's record says that the server has ended it; null where it
   *     was not asked, or does not know
   */
  public record Try(
      Direction direction,
      Form form,
      long bytes,
      boolean passed,
      @Nullable Ending ended,
      @Nullable Boolean alive,
      @Nullable Boolean byServer) {
    /** One that passed, or ended the connection. */
    public Try(Direction direction, Form form, long bytes, boolean passed, @Nullable Ending ended) {
      this(direction, form, bytes, passed, ended, null, null);
    }

    /** One that did not arrive, and may have ended nothing. */
    public Try(
        Direction direction,
        Form form,
        long bytes,
        boolean passed,
        @Nullable Ending ended,
        @Nullable Boolean alive) {
      this(direction, form, bytes, passed, ended, alive, null);
    }
  }
}
