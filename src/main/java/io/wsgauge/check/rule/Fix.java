package io.wsgauge.check.rule;

/**
 * What mends a finding.
 *
 * @param product of the catalogue; {@code any} where it is the same whatever is in between
 * @param text in the product's own syntax
 */
public record Fix(String product, String text) {}
