package io.wsgauge.check.measurement;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code buffering}: messages sent on a clock, and when they arrived.
 *
 * @param interval at which they were sent
 * @param arrivals by direction: of the server's, from the opening, an interval after which the
 *     first was due; of this end's, from the first that the server received
 * @param roundTrips on another connection in the same time
 * @param held what was held back without a clock; null where nothing was
 */
public record Buffering(
    double interval,
    Map<Direction, List<Double>> arrivals,
    List<Double> roundTrips,
    @Nullable Held held) {}
