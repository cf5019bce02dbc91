package io.wsgauge.check.measurement;

import java.util.Map;

/**
 * The step {@code throughput}: bytes a second, by direction.
 *
 * @param bytes that were sent for it
 */
public record Throughput(Map<Direction, Double> bytesPerSecond, long bytes) {}
