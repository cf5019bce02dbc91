package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.FindingId.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;

/** What follows from a finding and so is not told again, and what it hides. */
final class Consequences {
  private static final String ALL = "whatever is behind it: no WebSocket was opened";
  private static final String LARGER = "a larger limit behind this one would not show";
  private static final String LONGER = "a longer timeout behind this one would not show";

  /**
   * @param when it holds, of the finding that explains and the one that follows
   */
  private record Link(FindingId from, FindingId to, BiPredicate<Finding, Finding> when) {}

  private static final List<Link> LINKS = links();

  private static final Map<FindingId, String> HIDES =
      Map.ofEntries(
          Map.entry(RESOLVE_FAILED, ALL),
          Map.entry(CONNECT_REFUSED, ALL),
          Map.entry(CONNECT_TIMEOUT, ALL),
          Map.entry(TLS_FAILED, ALL),
          Map.entry(TLS_VERSION, "what newer versions of TLS would meet"),
          Map.entry(UPGRADE_NOT_FORWARDED, ALL),
          Map.entry(REDIRECT, ALL),
          Map.entry(NO_BACKEND, ALL),
          Map.entry(BACKEND_TIMEOUT, ALL),
          Map.entry(AUTH_REQUIRED, ALL),
          Map.entry(BAD_ACCEPT_KEY, ALL),
          Map.entry(QUERY_DROPPED, "all for which the server has to be asked"),
          Map.entry(IDLE_TIMEOUT, "a longer idle timeout behind this one would not show"),
          Map.entry(FIRST_MESSAGE_TIMEOUT, "on lanes without a message, a longer idle timeout"),
          Map.entry(LIFETIME_LIMIT, LONGER),
          Map.entry(SILENT_DROP, "a longer idle timeout behind this one would not show"),
          Map.entry(CUT_ALL_AT_ONCE, "timeouts that were not due by then"),
          Map.entry(CUT_AFTER_MESSAGES, "what is met later on a connection"),
          Map.entry(CUT_AFTER_BYTES, "what is met later on a connection"),
          Map.entry(MESSAGE_LIMIT, LARGER),
          Map.entry(FRAME_LIMIT, LARGER),
          Map.entry(CONNECTION_LIMIT, LARGER),
          Map.entry(RATE_LIMIT, "a limit of connections behind this one may not show"),
          Map.entry(BUFFERING, "delays that are shorter"),
          Map.entry(COMPRESSION_STRIPPED, "what compressed messages would meet"),
          Map.entry(PING_ANSWERED_BY_PROXY, "whether the other end answers pings"));

  private Consequences() {}

  private static List<Link> links() {
    List<Link> links = new ArrayList<>();
    BiPredicate<Finding, Finding> response =
        (from, to) -> Finding.RESPONSE.equals(from.direction());
    always(links, response, COMPRESSION_STRIPPED, COMPRESSION_BROKEN, MESSAGES_LOST);
    always(links, (from, to) -> true, COMPRESSION_FORGED, COMPRESSION_BROKEN, MESSAGES_LOST);
    for (FindingId limit : List.of(MESSAGE_LIMIT, FRAME_LIMIT)) {
      always(links, Consequences::isSmall, limit, MESSAGES_LOST, COMPRESSION_BROKEN, THROUGHPUT);
      always(links, (from, to) -> true, limit, CUT_AFTER_BYTES, CUT_AFTER_MESSAGES);
    }
    always(links, (from, to) -> true, CUT_AFTER_BYTES, MESSAGES_LOST, THROUGHPUT, MESSAGE_LIMIT);
    always(links, (from, to) -> true, CUT_AFTER_MESSAGES, MESSAGES_LOST, EARLY_DATA_LOST);
    // few are exchanged with compression, and what is wrong with them has a name
    always(
        links,
        (from, to) -> from.number() < 10 && "".equals(to.value().get("fault")),
        CUT_AFTER_MESSAGES,
        COMPRESSION_BROKEN);
    always(
        links,
        Consequences::isLess,
        CUT_AFTER_MESSAGES,
        CUT_AFTER_BYTES,
        MESSAGE_LIMIT,
        FRAME_LIMIT,
        THROUGHPUT);
    always(
        links,
        (from, to) -> true,
        BUFFERING,
        PINGS_LOST,
        END_NOT_TOLD,
        MESSAGES_LOST,
        EARLY_DATA_LOST,
        QUERY_DROPPED);
    always(links, Consequences::isUnsure, CUT_AFTER_MESSAGES, CUT_AFTER_BYTES, LIFETIME_LIMIT);
    for (FindingId end : List.of(IDLE_TIMEOUT, LIFETIME_LIMIT, CUT_ALL_AT_ONCE, SILENT_DROP)) {
      always(links, Consequences::isUnsure, end, CUT_AFTER_MESSAGES, CUT_AFTER_BYTES);
    }
    always(links, Consequences::isUnsure, CUT_ALL_AT_ONCE, LIFETIME_LIMIT);
    always(links, (from, to) -> true, BUFFERING, PACKET_DELAY, THROUGHPUT);
    always(links, (from, to) -> true, PACKET_DELAY, THROUGHPUT);
    always(links, Consequences::isSameDirection, MESSAGES_LOST, EARLY_DATA_LOST);
    always(links, (from, to) -> true, UNRELIABLE, RATE_LIMIT, CONNECTION_LIMIT, NO_BACKEND);
    always(links, (from, to) -> true, RATE_LIMIT, CONNECTION_LIMIT, UNRELIABLE);
    for (FindingId refused :
        List.of(ORIGIN_REFUSED, USER_AGENT_REFUSED, CONNECTION_FORM_REFUSED, COMPRESSION_BROKEN)) {
      always(links, Consequences::isSameStatus, RATE_LIMIT, refused);
      always(links, Consequences::isSameStatus, UNRELIABLE, refused);
      always(links, Consequences::isSameStatus, CONNECTION_LIMIT, refused);
    }
    always(links, (from, to) -> isSameHostRefused(to), HOST_REWRITTEN, ORIGIN_REFUSED);
    // one question was asked, and nobody was there to take it
    always(links, (from, to) -> to.number() <= 2, UNRELIABLE, CUT_AFTER_MESSAGES);
    always(links, (from, to) -> to.number() <= 2, IDLE_TIMEOUT, CUT_AFTER_MESSAGES);
    always(links, (from, to) -> true, TLS_SELF_SIGNED, TLS_UNTRUSTED);
    for (FindingId gone : List.of(NO_BACKEND, BACKEND_TIMEOUT)) {
      always(
          links,
          (from, to) -> true,
          gone,
          LIFETIME_LIMIT,
          IDLE_TIMEOUT,
          CUT_ALL_AT_ONCE,
          CUT_AFTER_MESSAGES,
          CONNECTION_LIMIT,
          COMPRESSION_BROKEN);
    }
    return links;
  }

  private static void always(
      List<Link> links, BiPredicate<Finding, Finding> when, FindingId from, FindingId... to) {
    for (FindingId id : to) {
      links.add(new Link(from, id, when));
    }
  }

  private static boolean isUnsure(Finding from, Finding to) {
    return to.certainty() == Certainty.LIKELY;
  }

  /** Whether what is explained was not measured more surely than what explains it. */
  private static boolean isLess(Finding from, Finding to) {
    return from.certainty().compareTo(to.certainty()) <= 0;
  }

  /** Whether the limit is of so few bytes that messages of all steps meet it. */
  private static boolean isSmall(Finding limit, Finding to) {
    if ("stalled".equals(limit.value().get("how")) && limit.number() < 20_000) {
      return true; // what waits behind it is joined to what does not pass
    }
    return limit.number() < (to.id() == MESSAGES_LOST ? 250 : 20_000);
  }

  private static boolean isSameDirection(Finding from, Finding to) {
    return Finding.BOTH.equals(from.direction())
        || Objects.equals(from.direction(), to.direction());
  }

  private static boolean isSameStatus(Finding from, Finding to) {
    return Objects.equals(from.value().get("status"), to.value().get("status"));
  }

  /** A server that compares Origin and Host sees them differ. */
  private static boolean isSameHostRefused(Finding refused) {
    return "same-host".equals(refused.value().get("origin"))
        && refused.causes().stream().anyMatch(cause -> cause.id().equals("wsgauge"));
  }

  /** The findings without those that follow from others, each once. */
  static List<Finding> of(List<Finding> found) {
    Map<String, Finding> once = new LinkedHashMap<>();
    found.forEach(
        finding ->
            once.merge(finding.id() + " " + finding.direction(), finding, Consequences::surer));
    List<Finding> all = List.copyOf(once.values());
    List<Finding> told = new ArrayList<>();
    for (Finding finding : all) {
      if (all.stream().noneMatch(from -> explains(from, finding, all))) {
        told.add(with(finding, all));
      }
    }
    return told;
  }

  private static Finding surer(Finding one, Finding other) {
    return other.certainty().compareTo(one.certainty()) < 0 ? other : one;
  }

  /** What explains must itself be told: of two that explain each other, the first. */
  private static boolean explains(Finding from, Finding to, List<Finding> all) {
    return !from.equals(to)
        && LINKS.stream().anyMatch(link -> holds(link, from, to))
        && !(LINKS.stream().anyMatch(link -> holds(link, to, from))
            && all.indexOf(to) < all.indexOf(from));
  }

  private static boolean holds(Link link, Finding from, Finding to) {
    return link.from() == from.id() && link.to() == to.id() && link.when().test(from, to);
  }

  private static Finding with(Finding finding, List<Finding> all) {
    List<FindingId> follow =
        all.stream().filter(to -> explains(finding, to, all)).map(Finding::id).distinct().toList();
    Finding told =
        finding.id() == HOST_REWRITTEN && follow.contains(ORIGIN_REFUSED)
            ? finding.withSeverity(Severity.PROBLEM)
            : finding;
    return told.following(
        follow, HIDES.containsKey(finding.id()) ? List.of(HIDES.get(finding.id())) : List.of());
  }
}
