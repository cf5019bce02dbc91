package io.wsgauge.check.rule;

import static io.wsgauge.check.measurement.Variants.Variant.COMPRESSION;
import static io.wsgauge.check.measurement.Variants.Variant.CONTROL;
import static io.wsgauge.check.measurement.Variants.Variant.FOREIGN_ORIGIN;
import static io.wsgauge.check.measurement.Variants.Variant.KEEP_ALIVE_UPGRADE;
import static io.wsgauge.check.measurement.Variants.Variant.NO_USER_AGENT;
import static io.wsgauge.check.measurement.Variants.Variant.SAME_ORIGIN;
import static io.wsgauge.check.measurement.Variants.Variant.SUBPROTOCOL;
import static io.wsgauge.check.measurement.Variants.Variant.TOOL_USER_AGENT;
import static io.wsgauge.check.rule.FindingId.COMPRESSION_BROKEN;
import static io.wsgauge.check.rule.FindingId.CONNECTION_FORM_REFUSED;
import static io.wsgauge.check.rule.FindingId.ORIGIN_REFUSED;
import static io.wsgauge.check.rule.FindingId.SUBPROTOCOL_CHANGED;
import static io.wsgauge.check.rule.FindingId.USER_AGENT_REFUSED;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.measurement.Variants;
import io.wsgauge.check.measurement.Variants.Tried;
import io.wsgauge.check.measurement.Variants.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refusals of what differs in one thing from what is taken. */
final class VariantRules {
  private VariantRules() {}

  static List<Finding> variants(Measurements all) {
    Variants variants = all.variants();
    if (variants == null) {
      return List.of();
    }
    Tried control = variants.tried().get(CONTROL);
    if (control != null && control.isRefused()) {
      return wantsOrigin(variants);
    }
    List<Finding> findings = new ArrayList<>(origin(variants));
    findings.addAll(userAgent(variants));
    if (all.subprotocol() == null) {
      findings.addAll(subprotocol(variants));
    }
    if (isRefused(variants, KEEP_ALIVE_UPGRADE)) {
      Attempt refused = refused(variants, KEEP_ALIVE_UPGRADE);
      findings.add(
          of(
              CONNECTION_FORM_REFUSED,
              refused,
              Values.of("status", Facts.outcome(refused)),
              "Connection: keep-alive, Upgrade is refused, which Firefox sends."));
    }
    if (isRefused(variants, COMPRESSION)) {
      Attempt refused = refused(variants, COMPRESSION);
      findings.add(
          of(
              COMPRESSION_BROKEN,
              refused,
              Values.of("fault", "refused").and("status", Facts.outcome(refused)),
              "An upgrade that offers compression is refused, as every browser's does."));
    }
    return findings;
  }

  /** A 101 that claims a subprotocol which was not offered, and which no client may take. */
  private static List<Finding> subprotocol(Variants variants) {
    if (!isRefused(variants, SUBPROTOCOL)) {
      return List.of();
    }
    Attempt refused = refused(variants, SUBPROTOCOL);
    String claimed = Facts.header(refused, "Sec-WebSocket-Protocol");
    return refused.result() != Attempt.Result.WRONG_UPGRADE || claimed.isEmpty()
        ? List.of()
        : List.of(
            of(
                    SUBPROTOCOL_CHANGED,
                    refused,
                    Values.of("claimed", claimed),
                    "The 101 claims the subprotocol " + claimed + ", which was not offered.")
                .withDirection(Finding.RESPONSE));
  }

  private static List<Finding> wantsOrigin(Variants variants) {
    Tried same = variants.tried().get(SAME_ORIGIN);
    if (same == null || !(same.first().isUpgraded() || isUpgraded(same.retry()))) {
      return List.of();
    }
    Attempt refused = refused(variants, CONTROL);
    return List.of(
        of(
                ORIGIN_REFUSED,
                refused,
                Values.of("status", Facts.outcome(refused)).and("origin", "missing"),
                "An upgrade without an Origin is refused; browsers always send one.")
            .withSeverity(Severity.WARNING));
  }

  private static boolean isUpgraded(@Nullable Attempt attempt) {
    return attempt != null && attempt.isUpgraded();
  }

  private static List<Finding> origin(Variants variants) {
    boolean same = isRefused(variants, SAME_ORIGIN);
    if (!same && !isRefused(variants, FOREIGN_ORIGIN)) {
      return List.of();
    }
    Attempt refused = refused(variants, same ? SAME_ORIGIN : FOREIGN_ORIGIN);
    Finding finding =
        of(
            ORIGIN_REFUSED,
            refused,
            Values.of("status", Facts.outcome(refused))
                .and("origin", same ? "same-host" : "foreign"),
            same
                ? "A page of the same host is refused by its Origin."
                : "Pages of other hosts are refused by their Origin.");
    return List.of(same ? finding : finding.withSeverity(Severity.NOTE));
  }

  private static List<Finding> userAgent(Variants variants) {
    List<Variant> refused =
        Stream.of(NO_USER_AGENT, TOOL_USER_AGENT)
            .filter(variant -> isRefused(variants, variant))
            .toList();
    if (refused.isEmpty()) {
      return List.of();
    }
    Attempt attempt = refused(variants, refused.get(0));
    List<String> which =
        refused.stream().map(variant -> variant == NO_USER_AGENT ? "none" : "tool").toList();
    return List.of(
        of(
            USER_AGENT_REFUSED,
            attempt,
            Values.of("status", Facts.outcome(attempt)).and("userAgent", which),
            "Without a browser's User-Agent an upgrade is refused."));
  }

  private static boolean isRefused(Variants variants, Variant variant) {
    Tried tried = variants.tried().get(variant);
    // a port at which nobody listens any more refuses nothing
    return tried != null
        && tried.isRefused()
        && refused(variants, variant).result() != Attempt.Result.CONNECT_REFUSED;
  }

  private static Attempt refused(Variants variants, Variant variant) {
    Tried tried = Objects.requireNonNull(variants.tried().get(variant));
    return tried.retry() == null ? tried.first() : tried.retry();
  }

  private static Finding of(FindingId id, Attempt refused, Values value, String sentence) {
    Finding finding = Finding.measured(id, value.map(), sentence, "variants");
    return refused.isOfWsgauge()
        ? finding.withCauses(
            List.of(new Cause("wsgauge", Confidence.SURE, "the server itself refuses it")))
        : finding;
  }
}
