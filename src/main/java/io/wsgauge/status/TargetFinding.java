package io.wsgauge.status;

import org.jspecify.annotations.Nullable;

/**
 * What the latest check of a target has found.
 *
 * @param id one of a closed list
 * @param direction null where there is none
 * @param severity a word
 * @param sentence for a person, without secrets
 */
public record TargetFinding(
    String id, @Nullable String direction, String severity, String sentence) {
  /** Whether it is the same, measured once more. */
  public boolean isSame(TargetFinding other) {
    return id.equals(other.id)
        && severity.equals(other.severity)
        && String.valueOf(direction).equals(String.valueOf(other.direction));
  }
}
