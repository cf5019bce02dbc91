package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.AUTH_REQUIRED;
import static io.wsgauge.check.rule.FindingId.NO_BACKEND;
import static io.wsgauge.check.rule.FindingId.ORIGIN_REFUSED;
import static io.wsgauge.check.rule.FindingId.RATE_LIMIT;
import static io.wsgauge.check.rule.FindingId.REDIRECT;
import static io.wsgauge.check.rule.FindingId.TLS_FAILED;
import static io.wsgauge.check.rule.FindingId.UPGRADE_NOT_FORWARDED;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Result;
import io.wsgauge.check.measurement.GarbageProbe;
import io.wsgauge.check.measurement.Header;
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
  /** Answers of those that see no upgrade, or do not know what one is. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 404, 405, 426, 501, 505);

  private UpgradeRules() {}

  static List<Finding> refused(Measurements all) {
    Upgrade upgrade = all.upgrade();
    if (upgrade != null && isTakenAsPage(upgrade)) {
      Attempt refused = upgrade.tries().get(0);
      return List.of(
          of(
                  ORIGIN_REFUSED,
                  Values.of("status", Facts.outcome(refused)).and("origin", "missing"),
                  "An upgrade without an Origin is refused; browsers always send one.")
              .withSeverity(Severity.WARNING));
    }
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

  /** Whether the URL was taken with an Origin alone. */
  static boolean isTakenAsPage(Upgrade upgrade) {
    return upgrade.best().isUpgraded()
        && !upgrade.tries().get(0).isUpgraded()
        && !hasOrigin(upgrade.tries().get(0))
        && hasOrigin(upgrade.best());
  }

  private static boolean hasOrigin(Attempt attempt) {
    return !Header.all(attempt.request(), "Origin").isEmpty();
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
      return WrongUpgrade.finding(attempt);
    }
    if (attempt.refusal() != null) {
      return Refusals.finding(all, attempt);
    }
    Finding other = Refusals.notTheRequest(attempt);
    if (other != null) {
      return other;
    }
    if (isTlsPort(attempt) || upgrade.tls()) {
      return of(
          TLS_FAILED,
          Values.of("fault", "the port speaks TLS, and the URL says ws://"),
          "The port speaks TLS, and the URL says ws://.");
    }
    if (status / 100 == 3 && !Facts.header(attempt, "Location").isEmpty()) {
      return redirect(all, attempt);
    }
    Finding browsers = Challenges.finding(attempt);
    if (browsers != null) {
      return browsers;
    }
    if (status == 400 && asksForCertificate(attempt)) {
      return TlsRules.certificateWanted("upgrade", status);
    }
    if (isEndedWithoutCertificate(all, attempt)) {
      // what is behind may be gone instead, and the certificate not needed
      return TlsRules.certificateWanted("upgrade", Facts.outcome(attempt)).likely();
    }
    if (status == 401 || status == 407) {
      return of(
          AUTH_REQUIRED,
          Values.of("status", status),
          "Credentials are asked for with %d.".formatted(status));
    }
    if (isUpgradeForbidden(upgrade, attempt)) {
      return notForwarded(all, upgrade, attempt);
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
    if (status == 421) {
      return of(
              UPGRADE_NOT_FORWARDED,
              Values.of("status", status),
              "What answers does not serve this host on such a connection: 421.")
          .withDirection(Finding.REQUEST)
          .withCauses(List.of(new Cause("virtual host", Confidence.SURE, "421 says so")));
    }
    if (isTooLarge(attempt)) {
      return of(
              UPGRADE_NOT_FORWARDED,
              Values.of("status", "headers-too-large").and("answer", status),
              "The request's headers are too large for what answers: %d.".formatted(status))
          .withDirection(Finding.REQUEST)
          .withCauses(
              List.of(new Cause("limit of headers", Confidence.SURE, "what answers says so")));
    }
    if (isAlikeWithoutUpgrade(upgrade, attempt)
        || NOT_UNDERSTOOD.contains(status)
        || isPageForwarded(upgrade)) {
      return notForwarded(all, upgrade, attempt);
    }
    Finding behind = BackendRules.behind(upgrade, attempt);
    return behind == null ? otherwise(all, upgrade, attempt) : behind;
  }

  /** What is answered in a way that nobody answers upgrades. */
  private static @Nullable Finding otherwise(Measurements all, Upgrade upgrade, Attempt attempt) {
    if (attempt.result() == Result.NOT_HTTP) {
      return of(
              UPGRADE_NOT_FORWARDED,
              Values.of("status", Facts.outcome(attempt)),
              isHttp2(all)
                  ? "The port speaks HTTP/2 alone, and WebSockets begin with HTTP/1.1."
                  : "The port speaks something else than HTTP/1.1.")
          .withDirection(Finding.REQUEST);
    }
    if (attempt.status() < 400) {
      return null;
    }
    Attempt plain = upgrade.plain();
    boolean page = plain != null && plain.isAnswered() && plain.status() < 500;
    return attempt.status() < 500 || page
        ? notForwarded(all, upgrade, attempt)
        : of(
                NO_BACKEND,
                Values.of("status", attempt.status()),
                "What is behind the path fails: it answers with %d.".formatted(attempt.status()))
            .likely();
  }

  /**
   * Whether what is no HTTP/1.1 is answered with the SETTINGS of HTTP/2 (RFC 9113, section 3.4).
   */
  private static boolean isHttp2(Measurements all) {
    return all.garbage() != null
        && all.garbage().replies().stream()
            .map(GarbageProbe.Reply::text)
            .anyMatch(text -> text.length() >= 9 && text.startsWith("\0\0") && text.charAt(3) == 4);
  }

  /** Whether something that differs in one thing is taken, which then is the finding. */
  private static boolean isTakenOtherwise(Measurements all) {
    return all.variants() != null
        && all.variants().tried().values().stream().anyMatch(tried -> tried.first().isUpgraded());
  }

  private static boolean isTlsPort(Attempt attempt) {
    String body = attempt.body().toLowerCase(Locale.ROOT);
    return body.contains("plain http request was sent to https port")
        || body.contains("http request to an https server")
        || body.contains("speaking plain http to an ssl-enabled server port");
  }

  /** As nginx and Envoy say it, whose TLS does without, but not what is behind. */
  private static boolean asksForCertificate(Attempt attempt) {
    String body = attempt.body().toLowerCase(Locale.ROOT);
    return body.contains("no required ssl certificate was sent")
        || body.contains("the ssl certificate error");
  }

  /** As TLS 1.3 does, whose handshake is over before the server has seen the certificate. */
  private static boolean isEndedWithoutCertificate(Measurements all, Attempt attempt) {
    return all.tls() != null
        && all.tls().certificateWanted()
        && (attempt.result() == Result.CLOSED || attempt.result() == Result.RESET);
  }

  /** As Envoy does without upgrade_configs, which sends a page all the same. */
  private static boolean isUpgradeForbidden(Upgrade upgrade, Attempt attempt) {
    return attempt.status() == 403
        && attempt.body().isEmpty()
        && Facts.header(attempt, "Server").contains("envoy")
        && upgrade.plain() != null
        && upgrade.plain().isAnswered()
        && upgrade.plain().status() != 403;
  }

  /** By its status (RFC 6585, section 5), or as nginx and Apache say it with 400. */
  private static boolean isTooLarge(Attempt attempt) {
    String body = attempt.body().toLowerCase(Locale.ROOT);
    return attempt.status() == 431
        || (attempt.status() == 400
            && (body.contains("request header or cookie too large")
                || body.contains("request header field exceeds server limit")));
  }

  private static Finding redirect(Measurements all, Attempt attempt) {
    String location = Facts.header(attempt, "Location");
    Target from = Facts.target(all);
    Target to = Target.ofUrl(location);
    boolean sameHost = to.authority().isEmpty() || sameName(from.authority(), to.authority());
    boolean secured =
        Set.of("ws", "http").contains(from.scheme())
            && Set.of("wss", "https").contains(to.scheme());
    if (Challenges.isLogin(to) && !Challenges.isLogin(from)) {
      return of(
              AUTH_REQUIRED,
              Values.of("status", attempt.status()).and("location", location),
              "The upgrade is redirected to where one logs in.")
          .likely();
    }
    String kind =
        sameHost && secured
            ? "https"
            : isItself(from, to)
                ? "itself"
                : sameHost && to.path().equals(from.path() + "/") ? "slash" : location;
    return of(
        REDIRECT,
        Values.of("to", kind).and("status", attempt.status()).and("location", location),
        switch (kind) {
          case "https" -> "The upgrade is redirected to TLS, and WebSockets follow no redirect.";
          case "itself" ->
              "The upgrade is redirected to the very URL that was asked for: what answers takes it"
                  + " for a request without TLS.";
          case "slash" -> "The upgrade is redirected to the path with a slash at its end.";
          default -> "The upgrade is redirected to " + location + ".";
        });
  }

  /** As by what wants TLS and does not know of the one that ends it in front. */
  private static boolean isItself(Target from, Target to) {
    return from.scheme().equals("wss")
        && Set.of("wss", "https").contains(to.scheme())
        && Target.isSameHost(from.authority(), to.authority())
        && to.hasPathOf(from)
        && to.query().equals(from.query());
  }

  private static boolean sameName(String one, String other) {
    return Target.isSameHost(one.replaceFirst(":\\d+$", ""), other.replaceFirst(":\\d+$", ""));
  }

  /** Whether a page would get the same answer, so that nobody has seen an upgrade. */
  private static boolean isAlikeWithoutUpgrade(Upgrade upgrade, Attempt attempt) {
    Attempt plain = upgrade.plain();
    if (plain == null || BackendRules.STATUS.contains(attempt.status())) {
      return false;
    }
    if (!attempt.isAnswered()) {
      // only what knows an upgrade when it sees one ends it
      return (attempt.result() == Result.CLOSED
              || attempt.result() == Result.RESET
              || (attempt.result() == Result.TIMEOUT && plain.isOfWsgauge()))
          && plain.isAnswered()
          && !BackendRules.STATUS.contains(plain.status());
    }
    return attempt.status() == plain.status() && attempt.status() < 500;
  }

  /**
   * Whether a page comes from a wsgauge, while each upgrade is answered with 502 on the way: the
   * server is there, and it is the proxy that cannot upgrade, as one of Go whose handler is
   * wrapped.
   */
  private static boolean isPageForwarded(Upgrade upgrade) {
    Attempt plain = upgrade.plain();
    return plain != null
        && plain.isOfWsgauge()
        && upgrade.tries().stream().allMatch(tried -> tried.status() == 502);
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
                    ? (attempt.status() == 404 && isAlikeWithoutUpgrade(upgrade, attempt)
                            ? "The upgrade is answered with %d, as a page is: it reaches no WebSocket."
                            : isAlikeWithoutUpgrade(upgrade, attempt)
                                ? "The upgrade is answered with %d, as a page is: it does not reach the server."
                                : "The upgrade is answered with %d: it does not reach the server.")
                        .formatted(attempt.status())
                    : "The upgrade is ended without an answer, while a page is answered.")
        .withDirection(Finding.REQUEST)
        .likelyIf(!known || (!Facts.isWsgauge(all) && attempt.status() != 200));
  }

  private static boolean isCached(Upgrade upgrade, Attempt attempt) {
    Attempt later = upgrade.plainLater();
    String date = Facts.header(upgrade.plain() == null ? attempt : upgrade.plain(), "Date");
    // the first that asks may be the one for whom it is stored
    return Stream.concat(upgrade.tries().stream(), Stream.of(upgrade.plain(), later))
            .filter(Objects::nonNull)
            .anyMatch(UpgradeRules::isStored)
        || (later != null && !date.isEmpty() && date.equals(Facts.header(later, "Date")));
  }

  private static boolean isStored(Attempt answer) {
    return Facts.header(answer, "Age").matches("[1-9]\\d*")
        || Stream.of(
                "X-Cache", "X-Cache-Status", "CF-Cache-Status", "X-Proxy-Cache", "Cache-Status")
            .map(name -> Facts.header(answer, name).toUpperCase(Locale.ROOT))
            .anyMatch(value -> value.startsWith("HIT") || value.contains("; HIT"));
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "upgrade");
  }
}
