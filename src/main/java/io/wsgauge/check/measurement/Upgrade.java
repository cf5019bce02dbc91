package io.wsgauge.check.measurement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code upgrade}: the URL exactly as it was given.
 *
 * @param tries of the upgrade; a second where the first was no 101
 * @param plain the same without Upgrade, as a browser opens a page; null where the upgrade went
 *     well
 * @param plainLater the same 1.1 s later, where the answers were alike, to tell a cache
 * @param withQuery an upgrade with a query, where the one without failed; null where it went well
 * @param tls whether a port that does not answer HTTP speaks TLS, where the URL says ws://
 */
public record Upgrade(
    List<Attempt> tries,
    @Nullable Attempt plain,
    @Nullable Attempt plainLater,
    @Nullable Attempt withQuery,
    boolean tls) {

  /** One that went well, or could not be compared. */
  public static Upgrade of(List<Attempt> tries) {
    return new Upgrade(tries, null, null, null, false);
  }

  /** The first that was upgraded, else the first. */
  public Attempt best() {
    return tries.stream().filter(Attempt::isUpgraded).findFirst().orElse(tries.get(0));
  }
}
