package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The step {@code early-data}: what an end sends right behind its part of the handshake.
 *
 * @param serverSent messages right behind the 101 ({@code burst=})
 * @param serverArrived of those; null where the server could not be asked
 * @param clientSent messages glued to the request
 * @param clientArrived of those; null where the server did not say
 */
public record EarlyData(
    int serverSent,
    @Nullable Integer serverArrived,
    int clientSent,
    @Nullable Integer clientArrived) {}
