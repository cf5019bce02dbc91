package io.wsgauge.check.measurement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code integrity}: numbered messages of both types, echoed.
 *
 * @param flows by direction, each with what that direction alone has done; {@code BOTH} is there
 *     and back, with what either has done, and its fragments say nothing
 * @param cut how the connection ended meanwhile; null where it did not
 */
public record Integrity(Map<Direction, Flow> flows, @Nullable Ending cut) {
  /**
   * One direction.
   *
   * @param lost numbers that never came, though later ones did, or a long quiet
   * @param fragmentsSent frames in which the messages were sent
   * @param fragmentsArrived frames in which they arrived
   */
  public record Flow(
      int sent,
      int arrived,
      int lost,
      int duplicated,
      int reordered,
      int contentChanged,
      int typeChanged,
      long fragmentsSent,
      long fragmentsArrived) {}
}
