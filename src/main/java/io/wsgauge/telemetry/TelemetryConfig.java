package io.wsgauge.telemetry;

/** Section {@code telemetry}; the schema says what the keys mean. */
public record TelemetryConfig(boolean classicHistograms, boolean zeroFailures) {}
