package io.wsgauge.telemetry;

/**
 * How messages are logged.
 *
 * @param messagesPerSecond at most so many; 0 is no message
 * @param maxLength bytes of a message that are shown
 */
public record LogConfig(int messagesPerSecond, int maxLength) {}
