package io.wsgauge.probe;

import io.wsgauge.wire.BufferBudget;

/**
 * Settings that all probes of a process share.
 *
 * @param budget of all connections, in which replies are counted
 * @param userAgent header of targets that configure no other
 */
public record ProbeSettings(BufferBudget budget, String userAgent) {
  /** Settings of a process that has no other connections. */
  public static ProbeSettings alone(String userAgent) {
    return new ProbeSettings(new BufferBudget(Runtime.getRuntime().maxMemory() / 4), userAgent);
  }
}
