package io.wsgauge.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsgauge.check.report.Step;
import io.wsgauge.check.step.StepReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathCheckTest {
  @ParameterizedTest
  @CsvSource({"MEASURED,MEASURED", "PARTLY,PARTLY", "NOT_MEASURED,NOT_MEASURED", "SKIPPED,SKIPPED"})
  @DisplayName("reports say of a step what has become of it, and why")
  void steps(StepReport.State became, Step.State told) {
    assertEquals(
        new Step("sizes", told, 1, "because"),
        PathCheck.step(new StepReport("sizes", became, 1, "because")));
  }
}
