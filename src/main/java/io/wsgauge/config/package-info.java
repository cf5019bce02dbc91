/**
 * Reads, completes and checks a configuration against its JSON Schema. Knows no feature: each owns
 * its record, and the schema says which keys there are, their defaults and their ranges.
 */
@NullMarked
package io.wsgauge.config;

import org.jspecify.annotations.NullMarked;
