package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Measurements;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a refusal of a wsgauge tells: the rule that was broken, and the request as it came. */
final class Refusals {
  private static final Cause SERVER =
      new Cause("wsgauge", Confidence.SURE, "the server itself says so");

  /** Rules that are broken where nothing of an upgrade was seen. */
  private static final Set<String> NO_UPGRADE = Set.of("upgrade", "connection", "method");

  /** Two addresses and two ports, which end a line of the PROXY protocol. */
  private static final Pattern PROXY_LINE =
      Pattern.compile("[0-9a-fA-F.:]{3,} [0-9a-fA-F.:]{3,} \\d{1,5} \\d{1,5}\"");

  /** What a wsgauge says of what is no request. */
  private static final String SYNTAX = "\"rule\":\"request-syntax\"";

  /** Rules that are broken where the server has no WebSocket. */
  private static final Set<String> PATH = Set.of("path", "not-found");

  private Refusals() {}

  static @Nullable Finding finding(Measurements all, Attempt attempt) {
    SeenRequest seen = SeenRequest.of(attempt);
    if (seen == null) {
      return null;
    }
    int status = attempt.status();
    if (seen.isHttp10() && (seen.hasUpgrade() || !NO_UPGRADE.contains(seen.rule()))) {
      return of(
              FindingId.HTTP10_UPSTREAM,
              Values.of("version", "HTTP/1.0").and("status", status),
              "The server is asked in HTTP/1.0, in which there is no upgrade.")
          .withDirection(Finding.REQUEST);
    }
    return switch (seen.rule()) {
      case "upgrade", "connection", "method" -> notForwarded(seen, status);
      case "path", "not-found" -> path(all, seen, status);
      case "host", "allowed-hosts" -> host(all, seen, status);
      case "origin" ->
          of(
                  FindingId.ORIGIN_REFUSED,
                  Values.of("status", status).and("origin", "missing"),
                  "The server wants an Origin, which only browsers send.")
              .withSeverity(Severity.WARNING)
              .withCauses(List.of(SERVER));
      case "credentials", "client-certificate" ->
          of(
                  FindingId.AUTH_REQUIRED,
                  Values.of("status", status),
                  "The server asks for credentials with %d.".formatted(status))
              .withCauses(List.of(SERVER));
      case "connections", "connections-per-address" ->
          of(
                  FindingId.CONNECTION_LIMIT,
                  Values.of("held", 0).and("status", status),
                  "The server has all of the connections that it allows itself.")
              .withCauses(List.of(SERVER));
      case "version", "key", "repeated-header", "subprotocol", "body", "request-target" ->
          header(attempt, seen);
      default -> null;
    };
  }

  private static Finding notForwarded(SeenRequest seen, int status) {
    return of(
            FindingId.UPGRADE_NOT_FORWARDED,
            Values.of("status", status).and("version", seen.version()),
            seen.hasUpgrade()
                ? "The server sees Upgrade, but not Connection: Upgrade."
                : "The server sees a plain request: Upgrade and Connection are not forwarded.")
        .withDirection(Finding.REQUEST);
  }

  /**
   * A gateway that has opened a WebSocket before it asked its server, which refuses it.
   *
   * @param page that was asked for at the same place
   */
  static @Nullable Finding elsewhere(Measurements all, Attempt page) {
    SeenRequest seen = SeenRequest.of(page);
    return seen == null || !PATH.contains(seen.rule()) ? null : path(all, seen, page.status());
  }

  private static @Nullable Finding path(Measurements all, SeenRequest seen, int status) {
    Target sent = Facts.target(all);
    return seen.target().hasPathOf(sent)
        ? null
        : of(
                FindingId.PATH_REWRITTEN,
                Values.of("seen", seen.target().path())
                    .and("sent", sent.path())
                    .and("status", status),
                "The server is asked for %s, where it has no WebSocket."
                    .formatted(seen.target().path()))
            .withDirection(Finding.REQUEST);
  }

  private static @Nullable Finding host(Measurements all, SeenRequest seen, int status) {
    String sent = Facts.target(all).authority();
    String host = String.join(", ", Header.all(seen.headers(), "Host"));
    return Target.isSameHost(sent, host)
        ? null
        : of(
                FindingId.HOST_REWRITTEN,
                Values.of("seen", host).and("sent", sent).and("status", status),
                "The server is asked for the host " + host + ", and refuses that.")
            .withSeverity(Severity.PROBLEM)
            .withDirection(Finding.REQUEST);
  }

  /**
   * What a wsgauge answers that has got no HTTP, though a request was sent: something has written
   * other bytes before it.
   *
   * @return null where it does not say so
   */
  static @Nullable Finding notTheRequest(Attempt attempt) {
    if (!attempt.isOfWsgauge() || !attempt.body().contains(SYNTAX)) {
      return null;
    }
    boolean line = PROXY_LINE.matcher(attempt.body()).find();
    return of(
            FindingId.UPGRADE_NOT_FORWARDED,
            Values.of("status", attempt.status()),
            line
                ? "The server gets a line of the PROXY protocol before the request, and takes none."
                : "The server gets other bytes before the request, which are no HTTP.")
        .withDirection(Finding.REQUEST)
        .withCauses(
            List.of(
                new Cause(
                    "PROXY protocol",
                    line ? Confidence.SURE : Confidence.LIKELY,
                    "it is sent: send-proxy in HAProxy, proxy_protocol in nginx's stream")));
  }

  private static @Nullable Finding header(Attempt attempt, SeenRequest seen) {
    List<Finding> changes = ViewRules.headers(attempt.request(), seen, true);
    return changes.isEmpty() ? null : changes.get(0).withSeverity(Severity.PROBLEM);
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "upgrade");
  }
}
