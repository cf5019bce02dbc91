package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Measurements;
import java.util.Comparator;
import java.util.List;

/** All rules, and what is made of their findings. Thread-safe. */
public final class Rules {
  private static final List<Rule> RULES =
      List.of(
          ReachRules::resolution,
          ReachRules::connect,
          ProxyRules::refused,
          TlsRules::versions,
          TlsRules::certificate,
          UpgradeRules::refused,
          BackendRules::endsBehindUpgrade,
          ReliabilityRules::openings,
          ViewRules::view,
          VariantRules::variants,
          CapacityRules::capacity,
          SilenceRules::silence,
          InterruptionRules::interruptions,
          SizeRules::sizes,
          PaceRules::buffering,
          PaceRules::delay,
          ControlRules::pings,
          ControlRules::closes,
          ContentRules::noFrames,
          ContentRules::integrity,
          ContentRules::earlyData,
          NegotiationRules::subprotocol,
          NegotiationRules::compression,
          PaceRules::throughput,
          Http2Rule::http2);

  private final Catalogue catalogue;

  public Rules(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** What is wrong, the weightiest first; each finding with its causes and what mends it. */
  public List<Finding> apply(Measurements all) {
    List<Hop> hops = hops(all);
    List<Finding> found = Consequences.of(raw(all));
    return Servers.apart(all, found, all.direct() == null ? List.of() : raw(all.direct())).stream()
        .map(finding -> catalogue.explain(finding, hops))
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .toList();
  }

  /** The products on the path, from this end on. */
  public List<Hop> hops(Measurements all) {
    return Recognition.hops(all, catalogue);
  }

  private static List<Finding> raw(Measurements all) {
    return RULES.stream().map(rule -> rule.findings(all)).flatMap(List::stream).toList();
  }
}
