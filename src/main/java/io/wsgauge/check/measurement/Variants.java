package io.wsgauge.check.measurement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code variants}: openings that differ from one that succeeds in one thing each.
 *
 * @param withOrigin what the server saw of the one from the same host; null where it does not say
 */
public record Variants(Map<Variant, Tried> tried, @Nullable ServerRecord withOrigin) {
  /** What differs. */
  public enum Variant {
    /** No difference, opened beside the others. */
    CONTROL,
    SAME_ORIGIN,
    FOREIGN_ORIGIN,
    NO_USER_AGENT,
    TOOL_USER_AGENT,
    /** {@code Connection: keep-alive, Upgrade}, as Firefox sends. */
    KEEP_ALIVE_UPGRADE,
    SUBPROTOCOL,
    COMPRESSION
  }

  /**
   * One variant.
   *
   * @param retry alone, where the first was refused
   */
  public record Tried(Attempt first, @Nullable Attempt retry) {
    /** Whether it was refused each time. */
    public boolean isRefused() {
      return !first.isUpgraded() && retry != null && !retry.isUpgraded();
    }
  }
}
