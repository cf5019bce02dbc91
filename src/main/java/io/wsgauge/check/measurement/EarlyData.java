package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The step {@code early-data}: what is sent right behind the handshake.
 *
 * @param serverSent messages right behind the 101 ({@code burst=})
 * @param serverArrived of those; null where the server could not be asked
 * @param clientSent messages glued to the request
 * @param clientAnswered of those; null where that was not tried
 */
public record EarlyData(
    int serverSent,
    @Nullable Integer serverArrived,
    int clientSent,
    @Nullable Integer clientAnswered) {}
