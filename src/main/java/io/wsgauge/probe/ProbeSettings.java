package io.wsgauge.probe;

import io.wsgauge.wire.BufferBudget;

/**
 * What all probes of a process share.
 *
 * @param budget of all connections, in which replies are counted
 * @param userAgent that they send where the target has none
 */
public record ProbeSettings(BufferBudget budget, String userAgent) {}
