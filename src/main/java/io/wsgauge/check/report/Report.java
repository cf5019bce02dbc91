package io.wsgauge.check.report;

import io.wsgauge.check.measurement.Attempt;
import io.wsgauge.check.measurement.Attempt.Identity;
import io.wsgauge.check.measurement.Measurements;
import io.wsgauge.check.rule.Catalogue;
import io.wsgauge.check.rule.Cause;
import io.wsgauge.check.rule.Confidence;
import io.wsgauge.check.rule.Finding;
import io.wsgauge.check.rule.Hop;
import io.wsgauge.check.rule.Rules;
import io.wsgauge.text.Secrets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a check has found.
 *
 * @param url without what may be a secret of it
 * @param seconds that the check took
 * @param findings the weightiest first
 */
public record Report(
    String url,
    Instant started,
    double seconds,
    Verdict verdict,
    String sentence,
    Server server,
    List<Hop> hops,
    List<Finding> findings,
    List<Step> steps,
    Measurements measurements,
    Catalogue catalogue) {

  /** The page that explains each finding. */
  public static final String DOCUMENTATION = "docs/findings.md";

  /**
   * The server at the path's end.
   *
   * @param kind {@code wsgauge}, {@code other}, or {@code unknown} where nothing was opened
   * @param nodes names of those that have answered
   */
  public record Server(String kind, List<String> nodes) {}

  /** Judges measurements. Blocks on the class path for the catalogue. */
  public static Report of(
      Measurements measurements, List<Step> steps, Instant started, double seconds) {
    Catalogue catalogue = CatalogueFile.read();
    Rules rules = new Rules(catalogue);
    List<Finding> findings = rules.apply(measurements);
    boolean opened = attempts(measurements).anyMatch(Attempt::isUpgraded);
    Verdict verdict = Verdict.of(findings, opened);
    return new Report(
        Secrets.mask(measurements.url()),
        started,
        seconds,
        verdict,
        sentence(verdict, findings, catalogue),
        server(measurements, opened),
        rules.hops(measurements),
        findings,
        steps,
        measurements,
        catalogue);
  }

  private static Stream<Attempt> attempts(Measurements all) {
    return Stream.of(
            all.upgrade() == null ? Stream.<Attempt>of() : all.upgrade().tries().stream(),
            all.upgrade() == null ? Stream.<Attempt>of() : Stream.ofNullable(all.upgrade().plain()),
            all.reliability() == null
                ? Stream.<Attempt>of()
                : all.reliability().attempts().stream(),
            all.view() == null ? Stream.<Attempt>of() : Stream.of(all.view().attempt()))
        .flatMap(attempts -> attempts);
  }

  private static Server server(Measurements all, boolean opened) {
    List<String> nodes =
        Stream.concat(
                attempts(all).map(Attempt::identity).filter(Objects::nonNull).map(Identity::node),
                all.view() == null ? Stream.of() : Stream.of(all.view().node()))
            .filter(node -> !node.isEmpty())
            .distinct()
            .sorted()
            .toList();
    boolean wsgauge =
        attempts(all).anyMatch(Attempt::isOfWsgauge) || (all.view() != null && all.view().isSeen());
    return new Server(wsgauge ? "wsgauge" : opened ? "other" : "unknown", nodes);
  }

  private static String sentence(Verdict verdict, List<Finding> findings, Catalogue catalogue) {
    if (verdict == Verdict.INCOMPLETE) {
      return "No WebSocket was opened, and no rule says why.";
    }
    if (findings.isEmpty()) {
      return "Nothing was found that the path does to WebSockets.";
    }
    Finding first = findings.get(0);
    Cause cause = first.causes().get(0);
    String who =
        cause.confidence() == Confidence.UNKNOWN
            ? ""
            : " " + capital(cause.confidence().label()) + " " + catalogue.name(cause.id()) + ".";
    long more =
        findings.stream().skip(1).filter(other -> other.severity() == first.severity()).count();
    return first.sentence() + who + (more == 0 ? "" : " And " + more + " more.");
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
