package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Upgrade;
import io.wsgauge.check.measurement.View;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several rules ask of the measurements. */
final class Facts {
  private Facts() {}

  /** Whether anything has shown that the server is a wsgauge. */
  static boolean isWsgauge(Measurements all) {
    View view = all.view();
    return (view != null && view.isSeen())
        || openings(all).anyMatch(Attempt::isOfWsgauge)
        || (all.upgrade() != null
            && Stream.of(all.upgrade().plain(), all.upgrade().plainLater())
                .filter(Objects::nonNull)
                .anyMatch(Attempt::isOfWsgauge));
  }

  /**
   * Whether something between ends the WebSocket and opens another: the key that the server saw is
   * not the one that was sent.
   */
  static boolean isRelayed(Measurements all) {
    View view = all.view();
    if (view == null || !view.isSeen()) {
      return false;
    }
    List<String> keys = Header.all(view.seenHeaders(), "Sec-WebSocket-Key");
    return keys.size() == 1
        && !view.attempt().key().isEmpty()
        && !keys.get(0).equals(view.attempt().key());
  }

  /**
   * Whether a proxy of Go's library is on the path (Caddy, Traefik and others): it writes names as
   * no client does, and drops what comes before its 101.
   */
  static boolean isByGo(Measurements all) {
    boolean last =
        all.view() != null
            && all.view().seenHeaders().stream()
                .anyMatch(header -> header.name().startsWith("Sec-Websocket-"));
    return last
        || (all.garbage() != null
            && all.garbage().replies().stream()
                .anyMatch(reply -> reply.text().endsWith("\r\n\r\n400 Bad Request")));
  }

  /** All attempts at an upgrade of the URL without anything special to them. */
  static Stream<Attempt> openings(Measurements all) {
    Upgrade upgrade = all.upgrade();
    return Stream.of(
            upgrade == null ? Stream.<Attempt>of() : upgrade.tries().stream(),
            all.reliability() == null
                ? Stream.<Attempt>of()
                : all.reliability().attempts().stream(),
            all.view() == null ? Stream.<Attempt>of() : Stream.of(all.view().attempt()))
        .flatMap(attempts -> attempts);
  }

  /** Whether the URL was upgraded at least once. */
  static boolean isOpened(Measurements all) {
    return openings(all).anyMatch(Attempt::isUpgraded);
  }

  /** The quickest answer to an upgrade, in seconds; null where none was upgraded. */
  static @Nullable Double openingSeconds(Measurements all) {
    Stream<Double> others =
        all.roundTrips() == null ? Stream.of() : all.roundTrips().openingSeconds().stream();
    return Stream.concat(
            others,
            openings(all)
                .filter(Attempt::isUpgraded)
                .map(Attempt::answerSeconds)
                .filter(Objects::nonNull))
        .min(Double::compare)
        .orElse(null);
  }

  /** What came of an attempt, in a word: the status, or what came instead. */
  static Object outcome(Attempt attempt) {
    if (attempt.isAnswered()) {
      return attempt.status();
    }
    return switch (attempt.result()) {
      case CLOSED -> "closed";
      case RESET -> "reset";
      case TIMEOUT -> "timeout";
      case NOT_HTTP -> "not-http";
      case CONNECT_REFUSED, CONNECT_TIMEOUT, CONNECT_FAILED -> "not-connected";
      case TLS_FAILED -> "tls-failed";
      default -> "failed";
    };
  }

  /** The value of a header of the answer; empty without one. */
  static String header(Attempt attempt, String name) {
    List<String> all = Header.all(attempt.headers(), name);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** Path, query and so on of the URL that is checked, taken apart without judging it. */
  static Target target(Measurements all) {
    return Target.ofUrl(all.url());
  }
}
