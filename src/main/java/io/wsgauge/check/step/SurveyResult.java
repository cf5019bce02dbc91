package io.wsgauge.check.step;

import io.wsgauge.check.measurement.Measurements;
import java.util.List;

/**
 * What a survey has measured, and what became of each step.
 *
 * @param seconds that it took
 */
public record SurveyResult(Measurements measurements, List<StepReport> steps, double seconds) {}
