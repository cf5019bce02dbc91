package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.HEADER_CHANGED;
import static io.wsgauge.check.rule.FindingId.HEADER_REMOVED;
import static io.wsgauge.check.rule.FindingId.HOST_REWRITTEN;
import static io.wsgauge.check.rule.FindingId.HTTP10_UPSTREAM;
import static io.wsgauge.check.rule.FindingId.PATH_REWRITTEN;
import static io.wsgauge.check.rule.FindingId.QUERY_DROPPED;

import io.wsgauge.check.measurement.Header;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the server saw of a request that it has taken, against what was sent. */
final class ViewRules {
  /** Headers of one leg alone, or that have a rule of their own, or that caches set. */
  private static final Set<String> LEG =
      Set.of(
          "connection",
          "upgrade",
          "keep-alive",
          "proxy-connection",
          "te",
          "host",
          "accept-encoding",
          "cache-control",
          "pragma",
          "content-length",
          "sec-websocket-extensions",
          "sec-websocket-protocol");

  /** Headers of the handshake, which a wsgauge refuses where they are changed. */
  private static final Set<String> HANDSHAKE = Set.of("sec-websocket-key", "sec-websocket-version");

  private ViewRules() {}

  static List<Finding> view(Measurements all) {
    View view = all.view();
    SeenRequest seen = SeenRequest.of(view);
    if (view == null) {
      return List.of();
    }
    if (seen == null) {
      return unseen(all, view);
    }
    List<Finding> findings = new ArrayList<>(target(all, view, seen));
    if (seen.isHttp10()) {
      findings.add(
          of(
              HTTP10_UPSTREAM,
              Values.of("version", "HTTP/1.0"),
              "The server is asked in HTTP/1.0, in which there is no upgrade."));
    }
    if (!Facts.isRelayed(all)) {
      List<Finding> headers = headers(view.attempt().request(), seen, false);
      findings.addAll(headers.isEmpty() ? origin(all) : headers);
    }
    return findings;
  }

  /** The Origin of the one that was opened as from a page. */
  private static List<Finding> origin(Measurements all) {
    Variants variants = all.variants();
    Tried tried = variants == null ? null : variants.tried().get(Variants.Variant.SAME_ORIGIN);
    if (variants == null || variants.withOrigin() == null || tried == null) {
      return List.of();
    }
    List<String> sent = Header.all(tried.first().request(), "Origin");
    List<String> seen = Header.all(variants.withOrigin().request(), "Origin");
    if (seen.equals(sent)) {
      return List.of();
    }
    return List.of(
        seen.isEmpty()
            ? of(
                HEADER_REMOVED,
                Values.of("names", List.of("Origin")),
                "The server does not see Origin, and so cannot refuse pages of others.")
            : of(
                HEADER_CHANGED,
                Values.of("names", List.of("Origin")).and("seen", seen.get(0)),
                "The server sees another value of Origin: " + seen.get(0) + "."));
  }

  /** A wsgauge that was asked what it saw and replied with something else. */
  private static List<Finding> unseen(Measurements all, View view) {
    boolean asked = !view.query().isEmpty() && view.attempt().isUpgraded();
    boolean replied = view.roundTripSeconds() != null;
    boolean known = Facts.isWsgauge(all);
    SeenRequest refused = view.refusal() == null ? null : SeenRequest.of(view.refusal());
    if (refused != null) {
      // a server that does nothing of what a query asks for, or one that does not see it
      return target(all, view, refused).stream().filter(finding -> asked && replied).toList();
    }
    if (view.query().isEmpty() && view.refusal() != null && known) {
      return List.of(
          of(
              QUERY_DROPPED,
              Values.of("missing", List.of()).and("status", Facts.outcome(view.refusal())),
              "An upgrade with a query is refused with %s, and one without is taken."
                  .formatted(Facts.outcome(view.refusal()))));
    }
    boolean direct = all.direct() != null && SeenRequest.of(all.direct().view()) != null;
    if (!asked || !replied || (!known && !direct && !view.usual())) {
      return List.of();
    }
    return List.of(
        of(
                QUERY_DROPPED,
                Values.of("missing", Target.ofTarget("/?" + view.query()).parameters()),
                "The query does not reach the server.")
            .likelyIf(!direct));
  }

  private static List<Finding> target(Measurements all, View view, SeenRequest seen) {
    List<Finding> findings = new ArrayList<>();
    Target sent = Facts.target(all);
    if (!seen.target().hasPathOf(sent)) {
      findings.add(
          of(
                  PATH_REWRITTEN,
                  Values.of("seen", seen.target().path()).and("sent", sent.path()),
                  "The server is asked for %s instead of %s, and answers there."
                      .formatted(seen.target().path(), sent.path()))
              .withSeverity(Severity.NOTE));
    }
    List<String> missing = new ArrayList<>(Target.ofTarget("/?" + view.query()).parameters());
    seen.target().parameters().forEach(missing::remove);
    if (!missing.isEmpty()) {
      findings.add(
          of(
              QUERY_DROPPED,
              Values.of("missing", missing),
              "Of the query, these do not reach the server: " + String.join(", ", missing) + "."));
    }
    List<String> hosts = Header.all(view.attempt().request(), "Host");
    String host = hosts.isEmpty() ? sent.authority() : hosts.get(0);
    String seenHost = String.join(", ", Header.all(seen.headers(), "Host"));
    // a port that is left out, as nginx's $host does, changes no host
    if (!Facts.isRelayed(all) // who opens WebSockets of its own, does so to a host of its own
        && !Target.isSameHost(host, seenHost)
        && !Target.isSameHost(host.replaceFirst(":\\d+$", ""), seenHost)) {
      findings.add(
          of(
              HOST_REWRITTEN,
              Values.of("seen", seenHost).and("sent", host),
              "The server is asked for the host %s instead of %s.".formatted(seenHost, host)));
    }
    return findings;
  }

  /**
   * @param handshake whether the handshake's own headers count as well
   */
  static List<Finding> headers(List<Header> sent, SeenRequest seen, boolean handshake) {
    List<String> removed = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Header header : sent) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (LEG.contains(name) || (!handshake && HANDSHAKE.contains(name))) {
        continue;
      }
      List<String> values = Header.all(seen.headers(), name);
      if (values.isEmpty()) {
        removed.add(header.name());
      } else if (values.stream().noneMatch(value -> isSame(header.value(), value))) {
        changed.add(header.name());
      }
    }
    boolean cut = seen.headers().stream().anyMatch(header -> header.name().equals("…"));
    List<Finding> findings = new ArrayList<>();
    if (!removed.isEmpty() && !cut) {
      findings.add(
          of(
              HEADER_REMOVED,
              Values.of("names", removed),
              "The server does not see " + String.join(", ", removed) + "."));
    }
    if (!changed.isEmpty()) {
      findings.add(
          of(
              HEADER_CHANGED,
              Values.of("names", changed),
              "The server sees another value of " + String.join(", ", changed) + "."));
    }
    return findings;
  }

  /** What one sends may be appended to, as lists of addresses are, or shown as a length. */
  private static boolean isSame(String sent, String seen) {
    return seen.equals(sent)
        || seen.startsWith(sent + ",")
        || seen.endsWith(", " + sent)
        || seen.equals("(" + sent.length() + (sent.length() == 1 ? " byte)" : " bytes)"))
        || (seen.endsWith("…") && sent.startsWith(seen.substring(0, seen.length() - 1)));
  }

  private static Finding of(FindingId id, Values value, String sentence) {
    return Finding.measured(id, value.map(), sentence, "view").withDirection(Finding.REQUEST);
  }
}
