package io.wsgauge.check.rule;

import io.wsgauge.check.measurement.Measurements;
import java.util.List;

/** What of some measurements is a finding. Pure; what was not measured gives none. */
@FunctionalInterface
interface Rule {
  List<Finding> findings(Measurements measurements);
}
