package io.wsgauge.check.step;

import io.wsgauge.check.measurement.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * What came of an opening.
 *
 * @param socket the open WebSocket; null where there is none
 */
record Dialed(Attempt attempt, @Nullable CheckSocket socket) {}
