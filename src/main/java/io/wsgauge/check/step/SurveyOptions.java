package io.wsgauge.check.step;

import io.wsgauge.probe.Target;
import java.time.Duration;
import java.util.Set;

/**
 * What a survey is to do.
 *
 * @param horizon how long silence is watched; zero leaves it out
 * @param many WebSockets to hold at a time at the end; 0 leaves that out
 * @param only names of steps to run, beside those that they need; empty runs all
 * @param skip names of steps to leave out
 */
public record SurveyOptions(
    Target target, Duration horizon, int many, Set<String> only, Set<String> skip) {}
