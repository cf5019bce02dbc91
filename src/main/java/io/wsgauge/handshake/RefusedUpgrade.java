package io.wsgauge.handshake;

/**
 * An upgrade that is refused.
 *
 * @param request as it was received
 */
public record RefusedUpgrade(Refusal refusal, UpgradeRequest request) {}
