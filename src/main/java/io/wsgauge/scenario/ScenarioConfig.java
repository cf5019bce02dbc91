package io.wsgauge.scenario;

import java.time.Duration;
import java.util.List;

/** Section {@code scenario}; the schema says what the keys mean. */
public record ScenarioConfig(
    boolean enabled,
    Duration maxDelay,
    Duration minInterval,
    int maxSize,
    int maxCount,
    int maxBytesPerSecond,
    boolean allowInvalid,
    List<String> redirectHosts) {}
