package io.wsgauge.telemetry;

/**
 * How messages are logged.
 *
 * @param messagesPerSecond at most so many; 0 is none
 * @param maxLength bytes of a message that are shown
 */
public record LogConfig(int messagesPerSecond, int maxLength) {}
