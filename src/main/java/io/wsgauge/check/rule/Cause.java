package io.wsgauge.check.rule;

/**
 * What may be behind a finding.
 *
 * @param id of the product in the catalogue, {@code wsgauge} or {@code server} for the server
 *     itself, or {@code unknown}
 * @param because a sentence's part, without a full stop
 */
public record Cause(String id, Confidence confidence, String because) {}
