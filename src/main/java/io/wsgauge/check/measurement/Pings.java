package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * The step {@code pings}.
 *
 * @param sent pings of this end to a server that answers them
 * @param answered pongs to those
 * @param sentUnanswered pings to a server that was asked to answer none ({@code pong=no})
 * @param answeredAnyway pongs to those; null where the server could not be asked
 * @param serverSent pings that the server was asked for ({@code ping=}), by its record or the time
 * @param serverSeen of those, how many arrived here; null likewise
 * @param serverAnswered pongs that the server saw to those; null without its record
 */
public record Pings(
    int sent,
    int answered,
    int sentUnanswered,
    @Nullable Integer answeredAnyway,
    int serverSent,
    @Nullable Integer serverSeen,
    @Nullable Integer serverAnswered) {}
