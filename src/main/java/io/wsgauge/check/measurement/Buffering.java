package io.wsgauge.check.measurement;

import java.util.List;
import java.util.Map;

/**
 * The step {@code buffering}: messages sent on a clock, and when they arrived.
 *
 * @param interval at which they were sent
 * @param arrivals by direction, each from the first that was due; those at the server by its record
 * @param roundTrips on another connection in the same time
 */
public record Buffering(
    double interval, Map<Direction, List<Double>> arrivals, List<Double> roundTrips) {}
