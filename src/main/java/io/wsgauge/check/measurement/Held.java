package io.wsgauge.check.measurement;

/**
 * Messages that are held back until more have come, or the sender ends the connection.
 *
 * @param until {@code bytes} or {@code end}
 * @param seconds for which they were held back, as long as was waited
 */
public record Held(Direction direction, String until, double seconds) {}
