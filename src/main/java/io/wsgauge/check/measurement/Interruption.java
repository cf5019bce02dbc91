package io.wsgauge.check.measurement;

import org.jspecify.annotations.Nullable;

/**
 * An end that no step has asked for, which steps report as they meet it.
 *
 * @param step during which it came
 * @param messages that had passed by then, both ways together, and so on: of this end's those that
 *     the server received, where it says
 */
public record Interruption(
    String step,
    Ending ending,
    double age,
    long messages,
    long bytes,
    @Nullable ServerRecord record) {}
