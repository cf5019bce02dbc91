/**
 * What the steps of a check have measured: data alone, without a socket. Times are seconds, of
 * which those that are points in time count from the check's begin; what was not measured is null
 * or has no entry.
 */
@NullMarked
package io.wsgauge.check.measurement;

import org.jspecify.annotations.NullMarked;
