/**
 * Reads, completes and checks a configuration against its JSON Schema. Knows no feature: each owns
 * its record, and the schema says which keys there are, their defaults and their ranges.
 */
package io.wsgauge.config;
