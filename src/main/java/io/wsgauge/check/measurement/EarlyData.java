package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The step {@code early-data}: what the server sends right behind the handshake.
 *
 * @param serverSent messages right behind the 101 ({@code burst=})
 * @param serverArrived of those; null where the server could not be asked
 */
public record EarlyData(int serverSent, @Nullable Integer serverArrived) {}
