package io.wsgauge.check.measurement;

import java.util.List;

/** The step {@code reliability}: openings one by one, nothing held. */
public record Reliability(List<Attempt> attempts) {
  public long failures() {
    return attempts.stream().filter(attempt -> !attempt.isUpgraded()).count();
  }
}
