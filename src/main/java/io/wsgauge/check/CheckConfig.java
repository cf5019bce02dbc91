package io.wsgauge.check;

import io.wsgauge.config.Checked;
import io.wsgauge.config.Problems;
import io.wsgauge.probe.TargetRules;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code check}; the schema says what the keys mean.
 *
 * @param allow regular expressions (RE2), one of which must match a URL whole
 * @param self whether any URL may be checked that is seen to lead to this very server
 * @param maxRunning 0 runs none
 * @param keep from a check's end
 */
public record CheckConfig(
    List<String> allow,
    boolean self,
    int maxRunning,
    int maxKept,
    Duration keep,
    Duration maxHorizon,
    int maxMany)
    implements Checked {

  @Override
  public void check(Problems problems) {
    for (int i = 0; i < allow.size(); i++) {
      TargetRules.checkPattern("check.allow[" + i + "]", allow.get(i), problems);
    }
  }
}
