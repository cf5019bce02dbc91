package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;
import static io.wsgauge.check.rule.FindingId.BACKEND_TIMEOUT;
import static io.wsgauge.check.rule.FindingId.BAD_ACCEPT_KEY;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_FORGED;
import static io.wsgauge.check.rule.FindingId.HEADER_REMOVED;
import static io.wsgauge.check.rule.FindingId.NO_BACKEND;
import static io.wsgauge.check.rule.FindingId.RATE_LIMIT;
import static io.wsgauge.check.rule.FindingId.REDIRECT;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_CHANGED;
import static io.wsgauge.check.rule.FindingId.TLS_FAILED;
import static io.wsgauge.check.rule.FindingId.UPGRADE_NOT_FORWARDED;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Interruption;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Upgrade;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why the URL is no WebSocket. At most one finding: each hides what is behind it. */
final class UpgradeRules {
  /** An answer that took longer has waited for something. */
  private static final double AT_ONCE = 1.2;

  /** Gateways', and what Cloudflare says of an origin that is down, unreachable or slow. */
  private static final Set<Integer> NO_BACKEND_STATUS = Set.of(502, 503, 504, 521, 522, 523, 524);

  /** Answers of those that see no upgrade, or do not know what one is. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 404, 405, 426, 501, 505);

  /** Bad gateway, and what gateways close with whose backend is gone (RFC 6455, section 7.4.1). */
  private static final Set<Integer> NO_BACKEND_CODES =
      Set.of(0, 1002, 1006, 1011, 1012, 1013, 1014);

  private UpgradeRules() {}

  static List<Finding> refused(Measurements all) {
    Upgrade upgrade = all.upgrade();
    if (upgrade == null
        || upgrade.tries().isEmpty()
        || Facts.isOpened(all)
        || upgrade.tries().stream().noneMatch(UpgradeRules::isConnected)) {
      return List.of();
    }
    Attempt attempt = upgrade.tries().stream().filter(UpgradeRules::isConnected).findFirst().get();
    Finding finding = finding(all, upgrade, attempt);
    return finding == null ? List.of() : List.of(finding);
  }

  private static boolean isConnected(Attempt attempt) {
    return switch (attempt.result()) {
      case CONNECT_REFUSED, CONNECT_TIMEOUT, CONNECT_FAILED, TLS_FAILED, PROXY_FAILED -> false;
      default -> true;
    };
  }

  private static @Nullable Finding finding(Measurements all, Upgrade upgrade, Attempt attempt) {
    int status = attempt.status();
    if (attempt.result() == Result.WRONG_ACCEPT || attempt.result() == Result.WRONG_UPGRADE) {
      return wrongUpgrade(attempt);
    }
    if (attempt.refusal() != null) {
      return Refusals.finding(all, attempt);
    }
    if (isTlsPort(attempt)) {
      return of(
          TLS_FAILED,
          Values.of("fault", "the port speaks TLS, and the URL says ws://"),
          "The port speaks TLS, and the URL says ws://.");
    }
    if (status / 100 == 3 && !Facts.header(attempt, "Location").isEmpty()) {
      return redirect(all, attempt);
    }
    if (status == 401 || status == 407) {
      return of(
          AUTH_REQUIRED,
          Values.of("status", status),
          "Credentials are asked for with %d.".formatted(status));
    }
    if (status == 403) {
      return isTakenOtherwise(all)
          ? null
          : of(
                  AUTH_REQUIRED,
                  Values.of("status", status),
                  "The upgrade is forbidden with 403, whatever is in it.")
              .likely();
    }
    if (status == 429) {
      return of(
          RATE_LIMIT,
          Values.of("perSecond", 0.0).and("burst", 0).and("status", status),
          "Even a single upgrade is answered with 429.");
    }
    if (isAlikeWithoutUpgrade(upgrade, attempt) || NOT_UNDERSTOOD.contains(status)) {
      return notForwarded(all, upgrade, attempt);
    }
    return backend(upgrade, attempt);
  }

  /** Whether something that differs in one thing is taken, which then is the finding. */
  private static boolean isTakenOtherwise(Measurements all) {
    return all.variants() != null
        && all.variants().tried().values().stream().anyMatch(tried -> tried.first().isUpgraded());
  }

  private static Finding wrongUpgrade(Attempt attempt) {
    String subprotocol = Facts.header(attempt, "Sec-WebSocket-Protocol");
    String extensions = Facts.header(attempt, "Sec-WebSocket-Extensions");
    if (attempt.result() == Result.WRONG_ACCEPT
        || Facts.header(attempt, "Sec-WebSocket-Accept").isEmpty()) {
      return of(
              BAD_ACCEPT_KEY,
              Values.of("accept", Facts.header(attempt, "Sec-WebSocket-Accept")),
              "The 101 is the answer to another request: its Sec-WebSocket-Accept is wrong.")
          .towards(Finding.RESPONSE);
    }
    if (!subprotocol.isEmpty()
        && !Header.all(attempt.request(), "Sec-WebSocket-Protocol").contains(subprotocol)) {
      return of(
              SUBPROTOCOL_CHANGED,
              Values.of("claimed", subprotocol),
              "The 101 claims the subprotocol " + subprotocol + ", which was not offered.")
          .towards(Finding.RESPONSE);
    }
    if (!extensions.isEmpty()
        && Header.all(attempt.request(), "Sec-WebSocket-Extensions").isEmpty()) {
      return of(
              COMPRESSION_FORGED,
              Values.of("claimed", extensions),
              "The 101 claims " + extensions + ", which was not offered.")
          .towards(Finding.RESPONSE);
    }
    List<String> missing =
        Stream.of("Upgrade", "Connection")
            .filter(name -> Facts.header(attempt, name).isEmpty())
            .toList();
    return of(
            missing.isEmpty() ? FindingId.HEADER_CHANGED : HEADER_REMOVED,
            Values.of("names", missing.isEmpty() ? List.of(attempt.detail()) : missing),
            "The 101 breaks RFC 6455: " + attempt.detail() + ".")
        .weighed(Severity.PROBLEM)
        .towards(Finding.RESPONSE);
  }

  private static boolean isTlsPort(Attempt attempt) {
    String body = attempt.body().toLowerCase(Locale.ROOT);
    return body.contains("plain http request was sent to https port")
        || body.contains("http request to an https server")
        || body.contains("speaking plain http to an ssl-enabled server port");
  }

  private static Finding redirect(Measurements all, Attempt attempt) {
    String location = Facts.header(attempt, "Location");
    Target from = Facts.target(all);
    Target to = Target.ofUrl(location);
    boolean sameHost = to.authority().isEmpty() || sameName(from.authority(), to.authority());
    boolean secured =
        Set.of("ws", "http").contains(from.scheme())
            && Set.of("wss", "https").contains(to.scheme());
    String kind =
        sameHost && secured
            ? "https"
            : sameHost && to.path().equals(from.path() + "/") ? "slash" : location;
    return of(
        REDIRECT,
        Values.of("to", kind).and("status", attempt.status()).and("location", location),
        switch (kind) {
          case "https" -> "The upgrade is redirected to TLS, and WebSockets follow no redirect.";
          case "slash" -> "The upgrade is redirected to the path with a slash at its end.";
          default -> "The upgrade is redirected to " + location + ".";
        });
  }

  private static boolean sameName(String one, String other) {
    return Target.isSameHost(one.replaceFirst(":\\d+$", ""), other.replaceFirst(":\\d+$", ""));
  }

  /** Whether a page would get the same answer, so that nobody has seen an upgrade. */
  private static boolean isAlikeWithoutUpgrade(Upgrade upgrade, Attempt attempt) {
    Attempt plain = upgrade.plain();
    if (plain == null || NO_BACKEND_STATUS.contains(attempt.status())) {
      return false;
    }
    if (!attempt.isAnswered()) {
      // only what knows an upgrade when it sees one ends it
      return (attempt.result() == Result.CLOSED || attempt.result() == Result.RESET)
          && plain.isAnswered()
          && !NO_BACKEND_STATUS.contains(plain.status());
    }
    return attempt.status() == plain.status() && attempt.status() < 500;
  }

  private static Finding notForwarded(Measurements all, Upgrade upgrade, Attempt attempt) {
    boolean cached = attempt.status() == 200 && isCached(upgrade, attempt);
    boolean known = cached || attempt.isOfWsgauge() || attempt.status() == 200;
    return of(
            UPGRADE_NOT_FORWARDED,
            Values.of("status", cached ? "cached-200" : Facts.outcome(attempt)),
            cached
                ? "A cache answers the upgrade with a stored page."
                : attempt.isAnswered()
                    ? "The upgrade is answered with %d, as a page is: it does not reach the server."
                        .formatted(attempt.status())
                    : "The upgrade is ended without an answer, while a page is answered.")
        .towards(Finding.REQUEST)
        .likelyIf(!known || !Facts.isWsgauge(all) && attempt.status() != 200);
  }

  private static boolean isCached(Upgrade upgrade, Attempt attempt) {
    String age = Facts.header(attempt, "Age");
    if (age.matches("[1-9]\\d*")) {
      return true;
    }
    if (Stream.of("X-Cache", "X-Cache-Status", "CF-Cache-Status", "X-Proxy-Cache")
        .anyMatch(name -> Facts.header(attempt, name).toUpperCase(Locale.ROOT).startsWith("HIT"))) {
      return true;
    }
    Attempt later = upgrade.plainLater();
    String date = Facts.header(attempt, "Date");
    return later != null && !date.isEmpty() && date.equals(Facts.header(later, "Date"));
  }

  private static @Nullable Finding backend(Upgrade upgrade, Attempt attempt) {
    boolean gone =
        !attempt.isAnswered() && attempt.result() != Result.NOT_HTTP
            || NO_BACKEND_STATUS.contains(attempt.status());
    if (!gone) {
      return null;
    }
    List<Double> seconds =
        Stream.concat(upgrade.tries().stream(), Stream.ofNullable(upgrade.plain()))
            .map(Attempt::answerSeconds)
            .filter(Objects::nonNull)
            .toList();
    double least = seconds.stream().min(Double::compare).orElse(0.0);
    boolean named = attempt.status() == 522 || attempt.status() == 524;
    if (least < AT_ONCE && attempt.result() != Result.TIMEOUT && !named) {
      return of(
          NO_BACKEND,
          Values.of("status", Facts.outcome(attempt)).and("seconds", least),
          attempt.isAnswered()
              ? "No server is behind the path: %d at once.".formatted(attempt.status())
              : "No server is behind the path: the connection is ended at once.");
    }
    return of(
        BACKEND_TIMEOUT,
        (seconds.isEmpty() ? Values.of("seconds", least) : Values.minimum("seconds", seconds))
            .and("status", Facts.outcome(attempt)),
        "The server behind the path does not answer the upgrade: %s after %s."
            .formatted(attempt.isAnswered() ? attempt.status() : "nothing", Values.seconds(least)));
  }

  /**
   * A gateway that ends WebSockets itself may answer 101 and ask the backend then: a WebSocket that
   * ends before its first message, again and again.
   */
  static List<Finding> endsBehindUpgrade(Measurements all) {
    List<Interruption> ends =
        all.interruptions().stream()
            .filter(end -> end.messages() == 0 && end.record() == null)
            .filter(end -> NO_BACKEND_CODES.contains(end.ending().code()))
            .toList();
    boolean answered = all.view() != null && all.view().roundTripSeconds() != null;
    if (answered || ends.size() < 2 || !Facts.isOpened(all) || Facts.isWsgauge(all)) {
      return List.of();
    }
    List<Double> ages = ends.stream().map(Interruption::age).toList();
    double least = ages.stream().min(Double::compare).orElse(0.0);
    int code = ends.get(0).ending().code();
    String how = code == 0 ? "without a close frame" : "with " + code;
    return List.of(
        least < AT_ONCE
            ? of(
                NO_BACKEND,
                Values.of("status", code == 0 ? "closed" : code).and("seconds", least),
                "No server is behind the path: a WebSocket is opened and ended at once, "
                    + how
                    + ".")
            : of(
                BACKEND_TIMEOUT,
                Values.minimum("seconds", ages).and("status", code == 0 ? "closed" : code),
                "The server behind the path does not answer: a WebSocket is opened and ended %s."
                    .formatted(how)));
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "upgrade");
  }
}
