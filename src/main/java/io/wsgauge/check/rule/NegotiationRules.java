package io.wsgauge.check.rule;

import static io.wsgauge.check.rule.Finding.REQUEST;
import static io.wsgauge.check.rule.Finding.RESPONSE;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_BROKEN;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_FORGED;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_STRIPPED;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_CHANGED;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_STRIPPED;

import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Negotiation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was offered, what the server saw and agreed to, and what arrived: three views. */
final class NegotiationRules {
  private static final String DEFLATE = "permessage-deflate";

  private NegotiationRules() {}

  static List<Finding> subprotocol(Measurements all) {
    Negotiation views = all.subprotocol();
    if (views == null) {
      return List.of();
    }
    // a gateway may agree by itself on its own leg
    boolean relayed = Facts.isRelayed(all);
    String unasked = views.claimedUnasked() == null || relayed ? "" : views.claimedUnasked();
    boolean invented =
        !views.claimed().isEmpty() && !tokens(views.offered()).contains(views.claimed());
    if (invented) {
      // where the server has agreed to it, it was offered that
      boolean offered = views.claimed().equals(views.agreed());
      return List.of(
          subprotocol(SUBPROTOCOL_CHANGED, views, views.claimed())
              .withDirection(offered ? REQUEST : RESPONSE));
    }
    if (isUnopened(views)) {
      return List.of();
    }
    if (views.seen() == null || views.agreed() == null) {
      return unasked.isEmpty()
          ? againstDirect(all)
          : List.of(subprotocol(SUBPROTOCOL_CHANGED, views, unasked).withDirection(RESPONSE));
    }
    if (relayed && views.seen().isEmpty() && !views.claimed().isEmpty()) {
      // a gateway agrees by itself to what it does not ask the server for
      return List.of(
          subprotocol(SUBPROTOCOL_STRIPPED, views, views.claimed()).withDirection(REQUEST));
    }
    // a gateway may agree by itself, and then has to agree with the server
    if (!unasked.isEmpty() && !(Facts.isRelayed(all) && views.claimed().equals(views.agreed()))) {
      return List.of(subprotocol(SUBPROTOCOL_CHANGED, views, unasked).withDirection(RESPONSE));
    }
    if (!views.claimed().equals(views.agreed())) {
      return List.of(
          subprotocol(
                  views.claimed().isEmpty() ? SUBPROTOCOL_STRIPPED : SUBPROTOCOL_CHANGED,
                  views,
                  views.claimed())
              .withDirection(RESPONSE));
    }
    // shown as its length where it may be a secret
    if (!views.seen().startsWith("(") && !tokens(views.seen()).equals(tokens(views.offered()))) {
      return List.of(
          subprotocol(
                  views.seen().isEmpty() ? SUBPROTOCOL_STRIPPED : SUBPROTOCOL_CHANGED,
                  views,
                  views.seen())
              .withDirection(REQUEST));
    }
    return List.of();
  }

  /** Whether the opening itself failed, so that nothing was claimed nor could be. */
  private static boolean isUnopened(Negotiation views) {
    return views.exchanged() == null && !views.fault().isEmpty() && views.claimed().isEmpty();
  }

  private static Set<String> tokens(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .collect(Collectors.toSet());
  }

  private static List<Finding> againstDirect(Measurements all) {
    Negotiation views = all.subprotocol();
    Negotiation direct = all.direct() == null ? null : all.direct().subprotocol();
    return views == null
            || direct == null
            || direct.claimed().isEmpty()
            || direct.claimed().equals(views.claimed())
        ? List.of()
        : List.of(
            subprotocol(
                views.claimed().isEmpty() ? SUBPROTOCOL_STRIPPED : SUBPROTOCOL_CHANGED,
                views,
                views.claimed()));
  }

  private static Finding subprotocol(FindingId id, Negotiation views, String claimed) {
    return Finding.measured(
        id,
        views(views).and("claimed", claimed).map(),
        id == SUBPROTOCOL_STRIPPED
            ? "The subprotocol that is offered gets lost on the way."
            : "The subprotocol is changed on the way.",
        "subprotocol");
  }

  static List<Finding> compression(Measurements all) {
    Negotiation views = all.compression();
    if (views == null || isUnopened(views)) {
      return List.of();
    }
    boolean works = Boolean.TRUE.equals(views.exchanged());
    boolean claimed = views.claimed().contains(DEFLATE);
    if (!works && views.claimedUnasked() != null && views.claimedUnasked().contains(DEFLATE)) {
      return Facts.isRelayed(all) ? List.of() : List.of(forged(views, views.claimedUnasked()));
    }
    if (views.seen() == null || views.agreed() == null) {
      return foreign(all, views);
    }
    boolean agreed = views.agreed().contains(DEFLATE);
    // each leg has a WebSocket of its own, with extensions of its own
    if (!Facts.isRelayed(all)) {
      if (agreed && !claimed) {
        return List.of(
            compression(
                    COMPRESSION_STRIPPED,
                    views,
                    "The server compresses, but its answer to that is lost: its frames break.")
                .withDirection(RESPONSE));
      }
      if (!agreed && claimed) {
        return List.of(forged(views, views.claimed()));
      }
      if (views.offered().contains(DEFLATE) && !views.seen().contains(DEFLATE)) {
        return List.of(
            compression(
                    COMPRESSION_STRIPPED,
                    views,
                    "The offer to compress does not reach the server: messages go uncompressed.")
                .withSeverity(Severity.WARNING)
                .withDirection(REQUEST));
      }
    }
    return broken(views, claimed);
  }

  private static List<Finding> foreign(Measurements all, Negotiation views) {
    boolean claimed = views.claimed().contains(DEFLATE);
    Negotiation direct = all.direct() == null ? null : all.direct().compression();
    if (direct != null && direct.claimed().contains(DEFLATE) && !claimed) {
      return List.of(
          compression(
                  COMPRESSION_STRIPPED,
                  views,
                  "The server compresses past the path, but not through it.")
              .withSeverity(Severity.WARNING));
    }
    return broken(views, claimed);
  }

  private static List<Finding> broken(Negotiation views, boolean claimed) {
    boolean refused = views.exchanged() == null && !views.fault().isEmpty();
    return claimed && (refused || Boolean.FALSE.equals(views.exchanged()))
        ? List.of(
            Finding.measured(
                COMPRESSION_BROKEN,
                views(views).and("fault", views.fault()).map(),
                "Compressed messages break"
                    + (views.fault().isEmpty() ? "." : ": " + views.fault() + "."),
                "compression"))
        : List.of();
  }

  private static Finding forged(Negotiation views, String claimed) {
    return Finding.measured(
            COMPRESSION_FORGED,
            views(views).and("claimed", claimed).map(),
            "The answer claims a compression to which the server has not agreed.",
            "compression")
        .withDirection(RESPONSE);
  }

  private static Finding compression(FindingId id, Negotiation views, String sentence) {
    return Finding.measured(id, views(views).map(), sentence, "compression");
  }

  private static Values views(Negotiation views) {
    return Values.of("offered", views.offered())
        .and("seen", views.seen() == null ? "not told" : views.seen())
        .and("agreed", views.agreed() == null ? "not told" : views.agreed())
        .and("claimed", views.claimed());
  }
}
